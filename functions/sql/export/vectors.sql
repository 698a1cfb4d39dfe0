SELECT release_games.game, vectors.feature_id, vectors.weight
FROM vectors
JOIN release_games ON release_games.game_id = vectors.game_id
WHERE vectors.vocabulary <> 'unknown'
