-- Bits and weights give the closed part of each draft vector exactly.
WITH vector_lengths AS (
  SELECT game_id, SUM(weight * weight) AS squared_length
  FROM draft_vectors
  WHERE vocabulary = 'closed'
  GROUP BY game_id
)
SELECT vector_lengths.game_id, vector_lengths.squared_length
FROM vector_lengths
LEFT JOIN closed_features ON closed_features.game_id = vector_lengths.game_id
WHERE closed_features.game_id IS NULL
  OR vector_lengths.squared_length <> {{ closed_product(closed_features, closed_features) }}
