-- Which genres grew most from the 2000s to the 2010s, as a share of all games of the decade?
WITH years AS (
  SELECT DISTINCT trends.year, trends.games_of_year
  FROM igdb_analytics.tag_trends AS trends
),
decades AS (
  SELECT DIV(year, 10) * 10 AS decade, SUM(games_of_year) AS games
  FROM years
  GROUP BY DIV(year, 10) * 10
),
genres AS (
  SELECT trends.name, DIV(trends.year, 10) * 10 AS decade, SUM(trends.games) AS games
  FROM igdb_analytics.tag_trends AS trends
  WHERE trends.kind = 'genre'
  GROUP BY trends.name, DIV(trends.year, 10) * 10
),
shares AS (
  SELECT genres.name, genres.decade, genres.games / decades.games AS share
  FROM genres
  JOIN decades ON decades.decade = genres.decade
)
SELECT
  later.name AS genre,
  ROUND(COALESCE(earlier.share, 0), 4) AS share_2000s,
  ROUND(later.share, 4) AS share_2010s,
  ROUND(later.share - COALESCE(earlier.share, 0), 4) AS growth
FROM shares AS later
LEFT JOIN shares AS earlier ON earlier.name = later.name AND earlier.decade = 2000
WHERE later.decade = 2010
ORDER BY growth DESC, genre
LIMIT 20
