SELECT seed.game, neighbors.rank, neighbor.game AS neighbor
FROM neighbors
JOIN release_games AS seed ON seed.game_id = neighbors.game_id
JOIN release_games AS neighbor ON neighbor.game_id = neighbors.neighbor_id
