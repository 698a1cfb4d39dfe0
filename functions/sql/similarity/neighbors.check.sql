-- Ranks are 1, 2, 3 …; no game is its own neighbour or twice in a list; scores are cosines, and not below the least.
SELECT game_id, COUNT(*) AS neighbors
FROM neighbors
GROUP BY game_id
HAVING COUNT(*) > 50
  OR MAX(rank) <> COUNT(*)
  OR COUNT(DISTINCT neighbor_id) <> COUNT(*)
  OR SUM(IF(neighbor_id = game_id, 1, 0)) > 0
  OR MIN(score) < {{ least_score }}
  OR MAX(score) > 1.005
