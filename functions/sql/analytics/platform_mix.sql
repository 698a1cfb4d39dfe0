-- Which platforms won and lost most games from one year to the next, as a share of the year's games?
WITH years AS (
  SELECT DISTINCT trends.year, trends.games_of_year
  FROM igdb_analytics.tag_trends AS trends
),
platforms AS (
  SELECT DISTINCT trends.tag_id, trends.name
  FROM igdb_analytics.tag_trends AS trends
  WHERE trends.kind = 'platform'
),
-- A year in which a platform had no games counts too.
shares AS (
  SELECT
    platforms.name,
    years.year,
    years.games_of_year,
    COALESCE(trends.games, 0) AS games,
    COALESCE(trends.share, 0) AS share
  FROM platforms
  CROSS JOIN years
  LEFT JOIN igdb_analytics.tag_trends AS trends
    ON trends.kind = 'platform' AND trends.tag_id = platforms.tag_id AND trends.year = years.year
)
SELECT
  this_year.name AS platform,
  this_year.year,
  this_year.games,
  ROUND(this_year.share, 4) AS share,
  ROUND(this_year.share - last_year.share, 4) AS change
FROM shares AS this_year
JOIN shares AS last_year ON last_year.name = this_year.name AND last_year.year = this_year.year - 1
WHERE this_year.games_of_year >= 10 AND last_year.games_of_year >= 10
ORDER BY ABS(ROUND(this_year.share - last_year.share, 4)) DESC, platform, this_year.year
LIMIT 40
