SELECT release_games.game, DENSE_RANK() OVER (ORDER BY series.rule, series.key) - 1 AS series
FROM series
JOIN release_games ON release_games.game_id = series.game_id
