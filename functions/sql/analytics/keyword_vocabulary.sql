-- How does the vocabulary of keywords grow: how many come up for the first time in each year's games, and how many are there
-- by then?
WITH firsts AS (
  SELECT trends.tag_id, MIN(trends.year) AS year
  FROM igdb_analytics.tag_trends AS trends
  WHERE trends.kind = 'keyword'
  GROUP BY trends.tag_id
),
used AS (
  SELECT trends.year, COUNT(*) AS keywords, MAX(trends.games_of_year) AS games
  FROM igdb_analytics.tag_trends AS trends
  WHERE trends.kind = 'keyword'
  GROUP BY trends.year
),
fresh AS (
  SELECT year, COUNT(*) AS keywords
  FROM firsts
  GROUP BY year
)
SELECT
  used.year,
  used.games,
  used.keywords AS keywords_used,
  COALESCE(fresh.keywords, 0) AS first_used,
  SUM(COALESCE(fresh.keywords, 0)) OVER (ORDER BY used.year) AS known_by_then
FROM used
LEFT JOIN fresh ON fresh.year = used.year
ORDER BY used.year
