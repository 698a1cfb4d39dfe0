-- Which well-rated games near Hollow Knight do few people know: at most a fifth of its ratings?
SELECT
  near.rank,
  near.neighbor AS game,
  near.neighbor_year AS year,
  near.neighbor_rating AS rating,
  near.neighbor_rating_count AS ratings,
  ROUND(near.score, 4) AS score
FROM igdb_analytics.neighbors_named AS near
JOIN igdb.games AS seed ON seed.game_id = near.game_id
WHERE near.slug = 'hollow-knight' AND near.neighbor_rating >= 75 AND near.neighbor_rating_count <= seed.rating_count / 5
ORDER BY near.rank
LIMIT 20
