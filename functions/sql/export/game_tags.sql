SELECT release_games.game, release_tags.tag
FROM game_tags
JOIN release_tags ON release_tags.kind = game_tags.kind AND release_tags.tag_id = game_tags.tag_id
JOIN release_games ON release_games.game_id = game_tags.game_id
