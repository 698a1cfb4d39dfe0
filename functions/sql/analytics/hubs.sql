-- Which games are near to the most others? Many lists with one game in them are a sign of a vector that says little.
WITH lists AS (
  SELECT COUNT(DISTINCT near.game_id) AS games
  FROM igdb.neighbors AS near
)
SELECT
  games.game_id,
  games.name AS game,
  COUNT(*) AS in_lists,
  SUM(IF(near.rank <= 10, 1, 0)) AS in_top_tens,
  ROUND(COUNT(*) / MAX(lists.games), 4) AS share_of_lists,
  ROUND(AVG(near.score), 4) AS mean_score
FROM igdb.neighbors AS near
JOIN igdb.games AS games ON games.game_id = near.neighbor_id
CROSS JOIN lists
GROUP BY games.game_id, games.name
ORDER BY in_lists DESC, games.game_id
LIMIT 30
