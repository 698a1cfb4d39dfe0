-- TF-IDF vectors of what the records say, kind by kind. Games that are alike then lend each other concepts: see vectors.sql.
WITH
counted AS (
  SELECT game_tags.game_id, game_tags.kind, CAST(game_tags.tag_id AS STRING) AS key, 1 AS occurrences
  FROM game_tags
  JOIN games ON games.game_id = game_tags.game_id
  WHERE games.canonical_id = games.game_id
  UNION ALL
  SELECT game_id, 'word', word, occurrences
  FROM game_words
  UNION ALL
  SELECT game_id, 'concept', concept, occurrences
  FROM game_concepts
),
weighted AS (
  SELECT
    counted.game_id,
    features.feature_id,
    features.kind,
    features.vocabulary,
    features.name AS feature,
    counted.occurrences,
    (1 + LN(counted.occurrences)) * features.idf AS weight
  FROM counted
  JOIN features ON features.kind = counted.kind AND features.key = counted.key
),
strongest AS (
  SELECT
    weighted.game_id,
    weighted.feature_id,
    weighted.kind,
    weighted.vocabulary,
    weighted.feature,
    weighted.occurrences,
    weighted.weight,
    feature_kinds.share,
    feature_kinds.smoothing
  FROM weighted
  JOIN feature_kinds ON feature_kinds.kind = weighted.kind
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY weighted.game_id, weighted.kind ORDER BY ROUND(weighted.weight, 9) DESC, weighted.feature_id
    ) <= feature_kinds.max_features
),
-- Weights are whole multiples of 1 / weight_scale, so that products and their sums are exact in double precision.
rounded AS (
  SELECT
    game_id,
    feature_id,
    kind,
    vocabulary,
    feature,
    occurrences,
    ROUND(
      {{ weight_scale }} * SQRT(share) * weight / SQRT(SUM(weight * weight) OVER (PARTITION BY game_id, kind) + smoothing)
    ) / {{ weight_scale }} AS weight
  FROM strongest
)
SELECT
  game_id,
  feature_id,
  kind,
  vocabulary,
  feature,
  occurrences,
  weight,
  ROW_NUMBER() OVER (PARTITION BY feature_id ORDER BY occurrences DESC, weight DESC, game_id) AS rank
FROM rounded
WHERE weight > 0
