-- What the join of games that share matter reads: no more than it needs.
SELECT vectors.game_id, vectors.feature_id, vectors.weight, COALESCE(natures.genres, 0) AS genres, candidates.recommended
FROM vectors
JOIN candidates ON candidates.game_id = vectors.game_id
LEFT JOIN natures ON natures.game_id = vectors.game_id
WHERE vectors.part = 'matter'
