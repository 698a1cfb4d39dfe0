SELECT release_games.game, aliases.alias, aliases.language
FROM aliases
JOIN release_games ON release_games.game_id = aliases.game_id
