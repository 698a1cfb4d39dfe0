-- One list for each game and kind first, then a column for each kind.
WITH lists AS (
  SELECT game_tags.game_id, game_tags.kind, STRING_AGG(game_tags.name, ', ' ORDER BY game_tags.name, game_tags.tag_id) AS names
  FROM igdb.game_tags AS game_tags
  WHERE game_tags.name IS NOT NULL
  GROUP BY game_tags.game_id, game_tags.kind
),
tags AS (
  SELECT
    game_id,
    MAX(IF(kind = 'genre', names, NULL)) AS genres,
    MAX(IF(kind = 'theme', names, NULL)) AS themes,
    MAX(IF(kind = 'keyword', names, NULL)) AS keywords,
    MAX(IF(kind = 'mode', names, NULL)) AS modes,
    MAX(IF(kind = 'perspective', names, NULL)) AS perspectives,
    MAX(IF(kind = 'platform', names, NULL)) AS platforms,
    MAX(IF(kind = 'developer', names, NULL)) AS developer,
    MAX(IF(kind = 'publisher', names, NULL)) AS publisher,
    MAX(IF(kind = 'franchise', names, NULL)) AS franchises,
    MAX(IF(kind = 'collection', names, NULL)) AS collections,
    MAX(IF(kind = 'engine', names, NULL)) AS engines
  FROM lists
  GROUP BY game_id
),
families AS (
  SELECT games.canonical_id, COUNT(*) - 1 AS editions
  FROM igdb.games AS games
  GROUP BY games.canonical_id
),
near AS (
  SELECT game_id, COUNT(*) AS neighbors
  FROM igdb.neighbors
  GROUP BY game_id
)
SELECT
  games.game_id,
  games.name,
  games.slug,
  games.first_release_year AS year,
  games.rating,
  games.rating_count,
  games.is_adult,
  tags.genres,
  tags.themes,
  tags.keywords,
  tags.modes,
  tags.perspectives,
  tags.platforms,
  tags.developer,
  tags.publisher,
  tags.franchises,
  tags.collections,
  tags.engines,
  families.editions,
  COALESCE(near.neighbors, 0) AS neighbors
FROM igdb.games AS games
JOIN families ON families.canonical_id = games.game_id
LEFT JOIN tags ON tags.game_id = games.game_id
LEFT JOIN near ON near.game_id = games.game_id
WHERE games.canonical_id = games.game_id
