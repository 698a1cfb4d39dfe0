-- No tag of a game that is not there.
SELECT game_tags.game_id, game_tags.kind, game_tags.tag_id
FROM game_tags
LEFT JOIN games ON games.game_id = game_tags.game_id
WHERE games.game_id IS NULL
