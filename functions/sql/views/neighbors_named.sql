SELECT
  neighbors.game_id,
  game.name AS game,
  game.slug,
  game.first_release_year AS year,
  neighbors.rank,
  neighbors.neighbor_id,
  neighbor.name AS neighbor,
  neighbor.slug AS neighbor_slug,
  neighbor.first_release_year AS neighbor_year,
  neighbor.rating AS neighbor_rating,
  neighbor.rating_count AS neighbor_rating_count,
  neighbors.score
FROM igdb.neighbors AS neighbors
JOIN igdb.games AS game ON game.game_id = neighbors.game_id
JOIN igdb.games AS neighbor ON neighbor.game_id = neighbors.neighbor_id
