-- A family is a game and its versions. If one holds more than a hundredth of a large catalogue, a wrong link has merged families.
SELECT family_id, games
FROM (
  SELECT family_id, COUNT(*) AS games, SUM(COUNT(*)) OVER () AS canonical_games
  FROM families
  WHERE canonical_id = game_id
  GROUP BY family_id
)
WHERE games > 50 AND games > 0.01 * canonical_games
