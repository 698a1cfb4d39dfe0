-- Every tag belongs to a game that exists.
SELECT game_tags.game_id, game_tags.kind, game_tags.tag_id
FROM game_tags
LEFT JOIN records ON records.game_id = game_tags.game_id
WHERE records.game_id IS NULL
