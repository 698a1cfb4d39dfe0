WITH years AS (
  SELECT games.first_release_year AS year, COUNT(*) AS games
  FROM igdb.games AS games
  WHERE games.canonical_id = games.game_id AND games.first_release_year IS NOT NULL
  GROUP BY first_release_year
),
tagged AS (
  SELECT
    game_tags.kind,
    game_tags.tag_id,
    MAX(game_tags.name) AS name,
    games.first_release_year AS year,
    COUNT(*) AS games
  FROM igdb.game_tags AS game_tags
  JOIN igdb.games AS games ON games.game_id = game_tags.game_id
  WHERE games.canonical_id = games.game_id AND games.first_release_year IS NOT NULL AND game_tags.name IS NOT NULL
  GROUP BY kind, tag_id, first_release_year
)
SELECT
  tagged.kind,
  tagged.tag_id,
  tagged.name,
  tagged.year,
  tagged.games,
  years.games AS games_of_year,
  tagged.games / years.games AS share
FROM tagged
JOIN years ON years.year = tagged.year
