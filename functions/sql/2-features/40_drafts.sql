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
    features.part,
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
    weighted.part,
    weighted.feature,
    weighted.occurrences,
    weighted.weight,
    kinds.share,
    kinds.doubt
  FROM weighted
  JOIN kinds ON kinds.kind = weighted.kind
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY weighted.game_id, weighted.kind ORDER BY ROUND(weighted.weight, 9) DESC, weighted.feature_id
    ) <= kinds.most
),
-- Weights in steps of 2^-15: the product of two is then exact in double precision, and so is their sum in any order.
rounded AS (
  SELECT
    game_id,
    feature_id,
    kind,
    part,
    feature,
    occurrences,
    ROUND(
      32768 * SQRT(share) * weight / SQRT(SUM(weight * weight) OVER (PARTITION BY game_id, kind) + doubt)
    ) / 32768 AS weight
  FROM strongest
)
SELECT
  game_id,
  feature_id,
  kind,
  part,
  feature,
  occurrences,
  weight,
  ROW_NUMBER() OVER (PARTITION BY feature_id ORDER BY occurrences DESC, weight DESC, game_id) AS place
FROM rounded
WHERE weight > 0
