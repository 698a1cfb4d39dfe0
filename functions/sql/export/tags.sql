SELECT tag, kind, name
FROM release_tags
