WITH
counted AS (
  SELECT game_tags.game_id, game_tags.kind, CAST(game_tags.tag_id AS STRING) AS key, 1 AS occurrences
  FROM game_tags
  JOIN games ON games.game_id = game_tags.game_id
  WHERE games.canonical_id = games.game_id
  UNION ALL
  SELECT game_id, 'word', word, occurrences
  FROM game_words
),
weighted AS (
  SELECT
    counted.game_id,
    features.feature_id,
    features.kind,
    features.part,
    features.name AS feature,
    (1 + LN(counted.occurrences)) * features.idf AS weight
  FROM counted
  JOIN features ON features.kind = counted.kind AND features.key = counted.key
),
-- Weights in steps of 2^-15: the product of two is then exact in double precision, and so is their sum in any order.
rounded AS (
  SELECT
    weighted.game_id,
    weighted.feature_id,
    weighted.kind,
    weighted.part,
    weighted.feature,
    ROUND(
      32768 * SQRT(kinds.share) * weighted.weight
        / SQRT(SUM(weighted.weight * weighted.weight) OVER (PARTITION BY weighted.game_id, weighted.kind) + kinds.doubt)
    ) / 32768 AS weight
  FROM weighted
  JOIN kinds ON kinds.kind = weighted.kind
),
-- What IGDB does not tell of a game is its own: the rest of the length is a feature that no other game has.
unknown AS (
  -- Rounding may make the length of a game of which all is told a little more than 1.
  SELECT game_id, ROUND(32768 * SQRT(GREATEST(1 - SUM(weight * weight), 0))) / 32768 AS weight
  FROM rounded
  GROUP BY game_id
)
SELECT game_id, feature_id, kind, part, feature, weight
FROM rounded
WHERE weight > 0
UNION ALL
SELECT game_id, 0 - game_id, 'unknown', 'unknown', 'unknown', weight
FROM unknown
WHERE weight > 0
