-- How fresh is what we hold: how many games did IGDB change how long ago, and when did we last fetch one of them?
WITH ages AS (
  SELECT
    raw_games.fetched_at,
    (UNIX_SECONDS(CURRENT_TIMESTAMP()) - UNIX_SECONDS(raw_games.updated_at)) / 86400 AS days
  FROM igdb.raw_games AS raw_games
  WHERE raw_games.removed_at IS NULL
),
spans AS (
  SELECT
    fetched_at,
    CASE
      WHEN days IS NULL THEN '6 unknown'
      WHEN days <= 1 THEN '1 within a day'
      WHEN days <= 7 THEN '2 within a week'
      WHEN days <= 30 THEN '3 within 30 days'
      WHEN days <= 365 THEN '4 within a year'
      ELSE '5 longer ago'
    END AS changed
  FROM ages
)
SELECT
  changed,
  COUNT(*) AS games,
  ROUND(COUNT(*) / SUM(COUNT(*)) OVER (), 4) AS share,
  MAX(fetched_at) AS last_fetched_at
FROM spans
GROUP BY changed
ORDER BY changed
