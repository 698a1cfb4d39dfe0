-- For each set of closed features the 51 games nearest by closed features alone, of those that may be recommended: 50 and the
-- game itself. They are found among the 51 nearest sets that have such games, and the first 51 games of each. Of equally near
-- sets the one whose first game has the lower id comes first, and so do its games.
WITH
feature_sets AS (
  SELECT * FROM closed_features WHERE feature_set_id = game_id
),
members AS (
  SELECT
    closed_features.*,
    ROW_NUMBER() OVER (PARTITION BY closed_features.feature_set_id ORDER BY closed_features.game_id) AS member_rank
  FROM closed_features
  JOIN popularity ON popularity.game_id = closed_features.game_id
  WHERE popularity.recommended
),
pairs AS (
  SELECT
    a.feature_set_id,
    b.game_id AS first_game_id,
    b.feature_set_id AS near_set_id,
    {{ closed_product(a, b) }} AS score
  FROM feature_sets AS a
  CROSS JOIN members AS b
  WHERE b.member_rank = 1 AND MOD(a.feature_set_id, @slices) = @slice
),
-- Ranking all pairs would sort the square of the number of sets. Counting them in steps of 1/64 first gives each set a score
-- that at least 51 others reach.
histogram AS (
  SELECT feature_set_id, FLOOR(score * 64) AS step, COUNT(*) AS pairs
  FROM pairs
  WHERE score > 0
  GROUP BY feature_set_id, FLOOR(score * 64)
),
cumulative AS (
  SELECT feature_set_id, step, SUM(pairs) OVER (PARTITION BY feature_set_id ORDER BY step DESC) AS pairs
  FROM histogram
),
floors AS (
  SELECT feature_set_id, MAX(step) / 64 AS floor_score
  FROM cumulative
  WHERE pairs >= 51
  GROUP BY feature_set_id
),
near_sets AS (
  SELECT pairs.feature_set_id, pairs.near_set_id, pairs.score
  FROM pairs
  LEFT JOIN floors ON floors.feature_set_id = pairs.feature_set_id
  WHERE pairs.score > 0 AND pairs.score >= COALESCE(floors.floor_score, 0)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY pairs.feature_set_id ORDER BY pairs.score DESC, pairs.first_game_id) <= 51
)
SELECT near_sets.feature_set_id, members.game_id AS neighbor_id, near_sets.score
FROM near_sets
JOIN members ON members.feature_set_id = near_sets.near_set_id
WHERE members.member_rank <= 51
QUALIFY ROW_NUMBER() OVER (PARTITION BY near_sets.feature_set_id ORDER BY near_sets.score DESC, members.game_id) <= 51
