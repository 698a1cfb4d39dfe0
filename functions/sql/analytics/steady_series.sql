-- Which series keep their quality: the smallest spread of ratings over at least four games of their own?
SELECT
  tags.name AS series,
  COUNT(*) AS games,
  MIN(games.first_release_year) AS first_year,
  MAX(games.first_release_year) AS last_year,
  ROUND(AVG(games.rating), 2) AS mean_rating,
  ROUND(STDDEV_SAMP(games.rating), 2) AS spread
FROM igdb.game_tags AS tags
JOIN igdb.games AS games ON games.game_id = tags.game_id
WHERE tags.kind = 'collection'
  AND tags.name IS NOT NULL
  AND games.canonical_id = games.game_id
  AND games.rating IS NOT NULL
  AND games.rating_count >= 5
GROUP BY tags.tag_id, tags.name
HAVING COUNT(*) >= 4
ORDER BY spread, series
LIMIT 30
