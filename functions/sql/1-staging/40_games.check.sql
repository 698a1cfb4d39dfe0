-- Ids are unique and every game has a name.
SELECT game_id, COUNT(*) AS times, MIN(name) AS name
FROM games
GROUP BY game_id
HAVING COUNT(*) > 1 OR MIN(name) IS NULL
