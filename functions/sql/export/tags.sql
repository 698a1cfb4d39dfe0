SELECT kind, name
FROM release_tags
ORDER BY tag
