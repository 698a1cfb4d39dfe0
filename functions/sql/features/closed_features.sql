-- A game's closed features as sets of bits, one bit a feature. Features of one kind have the same weight in one game, so
-- two games are compared by counting bits (macros/closed_product.sql). IGDB's closed vocabularies are small: 23 genres, 22
-- themes, 7 perspectives, 6 modes. Of each kind the 62 commonest features are kept here, as many as an INT64 has room for.
WITH
numbered AS (
  SELECT feature_id, kind, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY games DESC, feature_id) - 1 AS bit
  FROM features
  WHERE vocabulary = 'closed'
),
sets AS (
  SELECT
    draft_vectors.game_id,
    draft_vectors.kind,
    SUM(CAST(1 AS INT64) << numbered.bit) AS bits,
    MAX(draft_vectors.weight) AS weight
  FROM draft_vectors
  JOIN numbered ON numbered.feature_id = draft_vectors.feature_id
  WHERE numbered.bit < 62
  GROUP BY draft_vectors.game_id, draft_vectors.kind
),
by_game AS (
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
  MIN(game_id) OVER (PARTITION BY genres, themes, modes, perspectives) AS feature_set_id,
  CAST(genres AS INT64) AS genres,
  CAST(themes AS INT64) AS themes,
  CAST(modes AS INT64) AS modes,
  CAST(perspectives AS INT64) AS perspectives,
  genre_weight,
  theme_weight,
  mode_weight,
  perspective_weight
FROM by_game
