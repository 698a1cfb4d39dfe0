SELECT
  release_games.game,
  games.game_id,
  canonical.game AS canonical,
  family.game AS family,
  CASE WHEN games.withheld IS NULL THEN 1 WHEN games.withheld = 'unreleased' THEN 2 ELSE 0 END AS recommended,
  IF(games.is_adult, 1, 0) AS adult,
  games.first_release_year,
  games.rating,
  COALESCE(games.rating_count, 0) AS rating_count,
  COALESCE(popularity.renown, 0) AS renown,
  games.game_type,
  games.name,
  games.slug,
  games.cover,
  games.summary
FROM release_games
JOIN games ON games.game_id = release_games.game_id
JOIN release_games AS canonical ON canonical.game_id = release_games.canonical_id
JOIN release_games AS family ON family.game_id = games.family_id
LEFT JOIN popularity ON popularity.game_id = games.game_id
ORDER BY release_games.game
