-- Families are a game and its versions. One that holds a hundredth of a large catalogue has run together by a wrong link.
SELECT family_id, games
FROM (
  SELECT family_id, COUNT(*) AS games, SUM(COUNT(*)) OVER () AS canonical_games
  FROM families
  WHERE canonical_id = game_id
  GROUP BY family_id
)
WHERE games > 50 AND games > 0.01 * canonical_games
