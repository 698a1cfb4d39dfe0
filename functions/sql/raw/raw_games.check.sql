-- Every game is stored once.
SELECT id, COUNT(*) AS times
FROM raw_games
GROUP BY id
HAVING COUNT(*) > 1
