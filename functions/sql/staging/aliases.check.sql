-- Every alias leads to a game that exists, and that game to a canonical one.
SELECT aliases.game_id, aliases.alias
FROM aliases
LEFT JOIN games ON games.game_id = aliases.game_id
LEFT JOIN games AS canonical ON canonical.game_id = games.canonical_id
WHERE canonical.game_id IS NULL OR canonical.canonical_id <> canonical.game_id
