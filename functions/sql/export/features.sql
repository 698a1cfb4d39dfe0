SELECT feature_id, kind, name
FROM features
