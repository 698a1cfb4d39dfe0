-- No name of a game that is not there.
SELECT aliases.game_id, aliases.alias
FROM aliases
LEFT JOIN games ON games.game_id = aliases.game_id
WHERE games.game_id IS NULL
