-- How well known a game is, 0 to 1 in steps of 2^-15: half of it at 100 ratings. Whole numbers throughout, so
-- that every engine finds the same.
SELECT
  game_id,
  DIV(32768 * GREATEST(rating_count, 0), GREATEST(rating_count, 0) + 100) AS renown,
  withheld IS NULL AS recommended
FROM games
WHERE canonical_id = game_id
