-- Which genres, themes and perspectives come together more often than chance would have it? A lift of 2 is twice as often.
WITH tagged AS (
  SELECT game_tags.game_id, game_tags.kind, game_tags.tag_id, game_tags.name
  FROM igdb.game_tags AS game_tags
  JOIN igdb.games AS games ON games.game_id = game_tags.game_id
  WHERE games.canonical_id = games.game_id
    AND game_tags.kind IN ('genre', 'theme', 'perspective')
    AND game_tags.name IS NOT NULL
),
counts AS (
  SELECT kind, tag_id, COUNT(*) AS games
  FROM tagged
  GROUP BY kind, tag_id
),
total AS (
  SELECT COUNT(DISTINCT game_id) AS games
  FROM tagged
),
pairs AS (
  SELECT a.kind, a.tag_id, a.name, b.kind AS other_kind, b.tag_id AS other_id, b.name AS other_name, COUNT(*) AS games
  FROM tagged AS a
  JOIN tagged AS b ON b.game_id = a.game_id
  WHERE a.kind < b.kind OR (a.kind = b.kind AND a.tag_id < b.tag_id)
  GROUP BY a.kind, a.tag_id, a.name, b.kind, b.tag_id, b.name
)
SELECT
  pairs.kind,
  pairs.name,
  pairs.other_kind,
  pairs.other_name,
  pairs.games,
  ROUND(pairs.games * total.games / (this.games * other.games), 2) AS lift
FROM pairs
JOIN counts AS this ON this.kind = pairs.kind AND this.tag_id = pairs.tag_id
JOIN counts AS other ON other.kind = pairs.other_kind AND other.tag_id = pairs.other_id
CROSS JOIN total
WHERE pairs.games >= 10
ORDER BY lift DESC, pairs.kind, pairs.name, pairs.other_kind, pairs.other_name
LIMIT 30
