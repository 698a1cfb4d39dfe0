-- How well known a game is and which lists may hold it. Renown is ratings / (ratings + 100) in whole units of 1 / weight_scale:
-- half at 100 ratings. Integer arithmetic gives the same result in every engine.
SELECT
  game_id,
  DIV({{ weight_scale }} * GREATEST(COALESCE(rating_count, 0), 0), GREATEST(COALESCE(rating_count, 0), 0) + 100) AS renown,
  withheld IS NULL AS recommended,
  is_adult
FROM games
WHERE canonical_id = game_id
