-- Which games have no neighbours, and why?
WITH known AS (
  SELECT game_tags.game_id, COUNT(*) AS tags
  FROM igdb.game_tags AS game_tags
  JOIN igdb.feature_kinds AS kinds ON kinds.kind = game_tags.kind
  GROUP BY game_tags.game_id
),
near AS (
  SELECT DISTINCT neighbors.game_id
  FROM igdb.neighbors AS neighbors
),
lonely AS (
  SELECT
    games.game_id,
    games.name,
    CASE
      WHEN known.tags IS NULL AND games.summary IS NULL AND games.storyline IS NULL THEN 'nothing is known of it'
      WHEN known.tags IS NULL THEN 'no tags, and no other game is described in enough of its words'
      ELSE 'no other game has enough of its tags and words'
    END AS reason
  FROM igdb.games AS games
  LEFT JOIN known ON known.game_id = games.game_id
  LEFT JOIN near ON near.game_id = games.game_id
  WHERE games.canonical_id = games.game_id AND near.game_id IS NULL
)
SELECT reason, COUNT(*) AS games, MIN(name) AS example
FROM lonely
GROUP BY reason
ORDER BY games DESC, reason
