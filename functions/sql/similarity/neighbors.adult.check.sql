-- No adult game is a neighbour of a game that is not one.
SELECT neighbors.game_id, neighbors.neighbor_id
FROM neighbors
JOIN popularity AS game ON game.game_id = neighbors.game_id
JOIN popularity AS neighbor ON neighbor.game_id = neighbors.neighbor_id
WHERE neighbor.is_adult AND NOT game.is_adult
