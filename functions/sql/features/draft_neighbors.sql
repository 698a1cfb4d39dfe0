-- The ten games nearest to each game by draft vectors. They are found among the games that share an open feature: of each feature
-- the 500 games in which it ranks highest are compared, so that the work is bounded in any catalogue. Games with less than 0.05
-- of their open features in common are not neighbours, however alike their genres are.
--
-- Sorting all pairs would be slow. Counting them in steps of 1/128 gives each game a threshold that ten pairs reach by their open
-- features alone. A pair that cannot reach it with all closed features of the game added (0.001 allows for rounded weights) is
-- left out before closed features are compared.
WITH
frequent_open AS (
  SELECT game_id, feature_id, weight FROM draft_vectors WHERE vocabulary = 'open' AND rank <= 500
),
open_pairs AS (
  SELECT a.game_id, b.game_id AS neighbor_id, SUM(a.weight * b.weight) AS score
  FROM frequent_open AS a
  JOIN frequent_open AS b ON b.feature_id = a.feature_id
  WHERE a.game_id <> b.game_id AND MOD(a.game_id, @slices) = @slice
  GROUP BY a.game_id, b.game_id
  HAVING SUM(a.weight * b.weight) >= 0.05
),
histogram AS (
  SELECT game_id, FLOOR(score * 128) AS step, COUNT(*) AS pairs
  FROM open_pairs
  GROUP BY game_id, FLOOR(score * 128)
),
cumulative AS (
  SELECT game_id, step, SUM(pairs) OVER (PARTITION BY game_id ORDER BY step DESC) AS pairs
  FROM histogram
),
thresholds AS (
  SELECT game_id, MAX(step) / 128 AS threshold
  FROM cumulative
  WHERE pairs >= 10
  GROUP BY game_id
),
seeds AS (
  SELECT closed_features.*, {{ closed_product(closed_features, closed_features) }} + 0.001 AS max_closed_score
  FROM closed_features
  WHERE MOD(game_id, @slices) = @slice
),
near_pairs AS (
  SELECT open_pairs.game_id, open_pairs.neighbor_id, open_pairs.score
  FROM open_pairs
  LEFT JOIN thresholds ON thresholds.game_id = open_pairs.game_id
  LEFT JOIN seeds ON seeds.game_id = open_pairs.game_id
  WHERE open_pairs.score + COALESCE(seeds.max_closed_score, 0) >= COALESCE(thresholds.threshold, 0)
),
scored_pairs AS (
  SELECT
    near_pairs.game_id,
    near_pairs.neighbor_id,
    near_pairs.score + COALESCE({{ closed_product(a, b) }}, 0) AS score
  FROM near_pairs
  LEFT JOIN seeds AS a ON a.game_id = near_pairs.game_id
  LEFT JOIN closed_features AS b ON b.game_id = near_pairs.neighbor_id
)
SELECT game_id, neighbor_id, ROUND({{ weight_scale }} * score * score) / {{ weight_scale }} AS trust
FROM scored_pairs
QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC, neighbor_id) <= 10
