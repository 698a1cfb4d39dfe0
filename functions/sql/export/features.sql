-- To who reads a release, a concept is a keyword that the game has: the format knows no other kind for it.
SELECT IF(kind = 'concept', 'keyword', kind) AS kind, name
FROM features
ORDER BY feature_id
