-- The nature part of each vector as sets of bits: features of one kind have one weight in one game, so that the nature that two
-- games share is a sum over the kinds of weight * weight * BIT_COUNT(bits & bits). IGDB's closed vocabularies are small enough:
-- 23 genres, 22 themes, 7 perspectives, 6 modes; a kind has at most 62 features here, the commonest.
WITH numbered AS (
  SELECT feature_id, kind, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY games DESC, feature_id) - 1 AS bit
  FROM features
  WHERE part = 'nature'
),
sets AS (
  SELECT drafts.game_id, drafts.kind, SUM(CAST(1 AS INT64) << numbered.bit) AS bits, MAX(drafts.weight) AS weight
  FROM drafts
  JOIN numbered ON numbered.feature_id = drafts.feature_id
  WHERE numbered.bit < 62
  GROUP BY drafts.game_id, drafts.kind
),
natures AS (
  SELECT
    game_id,
    SUM(IF(kind = 'genre', bits, 0)) AS genres,
    SUM(IF(kind = 'theme', bits, 0)) AS themes,
    SUM(IF(kind = 'mode', bits, 0)) AS modes,
    SUM(IF(kind = 'perspective', bits, 0)) AS perspectives,
    SUM(IF(kind = 'genre', weight, 0)) AS genre_weight,
    SUM(IF(kind = 'theme', weight, 0)) AS theme_weight,
    SUM(IF(kind = 'mode', weight, 0)) AS mode_weight,
    SUM(IF(kind = 'perspective', weight, 0)) AS perspective_weight
  FROM sets
  GROUP BY game_id
)
SELECT
  game_id,
  MIN(game_id) OVER (PARTITION BY genres, themes, modes, perspectives) AS profile_id,
  CAST(genres AS INT64) AS genres,
  CAST(themes AS INT64) AS themes,
  CAST(modes AS INT64) AS modes,
  CAST(perspectives AS INT64) AS perspectives,
  genre_weight,
  theme_weight,
  mode_weight,
  perspective_weight
FROM natures
