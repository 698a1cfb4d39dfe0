-- The numbers of games in a release: canonical games first, by id, then the others, by id.
SELECT
  ROW_NUMBER() OVER (ORDER BY IF(canonical_id = game_id, 0, 1), game_id) - 1 AS game,
  game_id,
  canonical_id
FROM games
