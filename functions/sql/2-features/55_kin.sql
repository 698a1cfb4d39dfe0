-- The ten games most like each, found among those that share a feature of matter of which both speak much: for each feature the
-- 500 games that speak of it most are compared, so that the work is bounded whatever the catalogue. Games with less than a
-- twentieth of their matter in common are no kin, however alike their genres.
--
-- The square of the likeness says how far kin is to be trusted: games that are not much like any other borrow little.
--
-- Ten of the pairs reach a bar with their matter alone; pairs that do not with all of their game's nature besides are left out
-- before their natures are looked up (0.001 for the rounding of weights).
WITH
matter AS (
  SELECT game_id, feature_id, weight FROM drafts WHERE part = 'matter' AND place <= 500
),
pairs AS (
  SELECT a.game_id, b.game_id AS kin_id, SUM(a.weight * b.weight) AS score
  FROM matter AS a
  JOIN matter AS b ON b.feature_id = a.feature_id
  WHERE a.game_id <> b.game_id AND MOD(a.game_id, @slices) = @slice
  GROUP BY a.game_id, b.game_id
  HAVING SUM(a.weight * b.weight) >= 0.05
),
steps AS (
  SELECT game_id, FLOOR(score * 128) AS step, COUNT(*) AS pairs
  FROM pairs
  GROUP BY game_id, FLOOR(score * 128)
),
reached AS (
  SELECT game_id, step, SUM(pairs) OVER (PARTITION BY game_id ORDER BY step DESC) AS pairs
  FROM steps
),
bars AS (
  SELECT game_id, MAX(step) / 128 AS bar
  FROM reached
  WHERE pairs >= 10
  GROUP BY game_id
),
seeds AS (
  SELECT
    natures.*,
    BIT_COUNT(genres) * genre_weight * genre_weight
      + BIT_COUNT(themes) * theme_weight * theme_weight
      + BIT_COUNT(modes) * mode_weight * mode_weight
      + BIT_COUNT(perspectives) * perspective_weight * perspective_weight
      + 0.001 AS most
  FROM natures
  WHERE MOD(game_id, @slices) = @slice
),
near_pairs AS (
  SELECT pairs.game_id, pairs.kin_id, pairs.score
  FROM pairs
  LEFT JOIN bars ON bars.game_id = pairs.game_id
  LEFT JOIN seeds ON seeds.game_id = pairs.game_id
  WHERE pairs.score + COALESCE(seeds.most, 0) >= COALESCE(bars.bar, 0)
),
full_scores AS (
  SELECT
    pairs.game_id,
    pairs.kin_id,
    pairs.score
      + COALESCE(
        BIT_COUNT(a.genres & b.genres) * a.genre_weight * b.genre_weight
          + BIT_COUNT(a.themes & b.themes) * a.theme_weight * b.theme_weight
          + BIT_COUNT(a.modes & b.modes) * a.mode_weight * b.mode_weight
          + BIT_COUNT(a.perspectives & b.perspectives) * a.perspective_weight * b.perspective_weight,
        0
      ) AS score
  FROM near_pairs AS pairs
  LEFT JOIN seeds AS a ON a.game_id = pairs.game_id
  LEFT JOIN natures AS b ON b.game_id = pairs.kin_id
)
SELECT game_id, kin_id, ROUND(32768 * score * score) / 32768 AS trust
FROM full_scores
QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC, kin_id) <= 10
