-- A concept that nothing written about the game mentions is inferred, from all of its record and from the games nearest to it.
SELECT
  release_games.game,
  vectors.feature_id,
  vectors.weight,
  IF(vectors.kind = 'concept' AND game_concepts.game_id IS NULL, 1, 0) AS inferred
FROM vectors
JOIN release_games ON release_games.game_id = vectors.game_id
LEFT JOIN game_concepts ON game_concepts.game_id = vectors.game_id AND game_concepts.concept = vectors.feature
WHERE vectors.vocabulary <> 'unknown'
