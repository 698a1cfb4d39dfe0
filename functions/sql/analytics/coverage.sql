-- How much do we know of the games of each decade: what share has a cover, a summary, ratings, genres, keywords, neighbours?
WITH tagged AS (
  SELECT
    game_tags.game_id,
    MAX(IF(game_tags.kind = 'genre', 1, 0)) AS genres,
    MAX(IF(game_tags.kind = 'keyword', 1, 0)) AS keywords
  FROM igdb.game_tags AS game_tags
  GROUP BY game_tags.game_id
),
near AS (
  SELECT DISTINCT neighbors.game_id
  FROM igdb.neighbors AS neighbors
)
SELECT
  DIV(games.first_release_year, 10) * 10 AS decade,
  COUNT(*) AS games,
  ROUND(AVG(IF(games.cover IS NULL, 0, 1)), 3) AS with_cover,
  ROUND(AVG(IF(games.summary IS NULL, 0, 1)), 3) AS with_summary,
  ROUND(AVG(IF(games.rating_count > 0, 1, 0)), 3) AS with_ratings,
  ROUND(AVG(COALESCE(tagged.genres, 0)), 3) AS with_genres,
  ROUND(AVG(COALESCE(tagged.keywords, 0)), 3) AS with_keywords,
  ROUND(AVG(IF(near.game_id IS NULL, 0, 1)), 3) AS with_neighbors
FROM igdb.games AS games
LEFT JOIN tagged ON tagged.game_id = games.game_id
LEFT JOIN near ON near.game_id = games.game_id
WHERE games.canonical_id = games.game_id
GROUP BY DIV(games.first_release_year, 10) * 10
ORDER BY decade
