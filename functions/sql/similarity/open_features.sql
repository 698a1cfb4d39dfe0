-- The columns that the join of games with common open features reads, and no others.
SELECT
  vectors.game_id,
  vectors.feature_id,
  vectors.weight,
  COALESCE(closed_features.genres, 0) AS genres,
  popularity.recommended,
  popularity.is_adult
FROM vectors
JOIN popularity ON popularity.game_id = vectors.game_id
LEFT JOIN closed_features ON closed_features.game_id = vectors.game_id
WHERE vectors.vocabulary = 'open'
