SELECT kind, name
FROM features
ORDER BY feature_id
