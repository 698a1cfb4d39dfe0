-- In-degree: how many top tens a game is in.
WITH degrees AS (
  SELECT games.game_id, COUNT(neighbors.game_id) AS lists
  FROM games
  LEFT JOIN neighbors ON neighbors.neighbor_id = games.game_id AND neighbors.rank <= 10
  WHERE games.canonical_id = games.game_id
  GROUP BY games.game_id
),
ordered AS (
  SELECT degrees.lists, ROW_NUMBER() OVER (ORDER BY degrees.lists, degrees.game_id) AS position
  FROM degrees
),
totals AS (
  SELECT COUNT(*) AS games, SUM(degrees.lists) AS lists, MAX(degrees.lists) AS largest, SUM(IF(degrees.lists > 0, 1, 0)) AS listed
  FROM degrees
),
-- Gini coefficient of sorted values: sum of (2 * position - n - 1) * value over n * sum of values.
spread AS (
  SELECT SUM((2 * ordered.position - totals.games - 1) * ordered.lists) AS weighted
  FROM ordered
  CROSS JOIN totals
),
-- Games that have a field to compare by: a tag of a kind that counts, a summary or a storyline.
comparable AS (
  SELECT DISTINCT games.game_id
  FROM games
  LEFT JOIN game_tags ON game_tags.game_id = games.game_id
  LEFT JOIN feature_kinds ON feature_kinds.kind = game_tags.kind
  WHERE games.canonical_id = games.game_id
    AND (feature_kinds.kind IS NOT NULL OR games.summary IS NOT NULL OR games.storyline IS NOT NULL)
),
lengths AS (
  SELECT comparable.game_id, COUNT(neighbors.rank) AS neighbors
  FROM comparable
  LEFT JOIN neighbors ON neighbors.game_id = comparable.game_id
  GROUP BY comparable.game_id
),
complete AS (
  SELECT AVG(IF(lengths.neighbors > 0, 1, 0)) AS share
  FROM lengths
),
measured AS (
  SELECT 'games' AS metric, totals.games * 1.0 AS value FROM totals
  UNION ALL
  SELECT 'coverage@10' AS metric, totals.listed / totals.games AS value FROM totals WHERE totals.lists > 0
  UNION ALL
  SELECT 'largest_in_degree@10' AS metric, totals.largest * 1.0 AS value FROM totals WHERE totals.lists > 0
  UNION ALL
  SELECT 'gini@10' AS metric, spread.weighted / (totals.games * totals.lists) AS value
  FROM spread
  CROSS JOIN totals
  WHERE totals.lists > 0
  UNION ALL
  SELECT 'with_neighbors' AS metric, complete.share AS value FROM complete
)
SELECT measured.metric, ROUND(measured.value, 9) AS value
FROM measured
WHERE measured.value IS NOT NULL
