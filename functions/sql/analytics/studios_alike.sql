-- Whose games are most like those of another studio, games of both left out? Counted over the ten nearest games of each game.
WITH made AS (
  SELECT game_tags.game_id, game_tags.tag_id, game_tags.name
  FROM igdb.game_tags AS game_tags
  WHERE game_tags.kind = 'developer' AND game_tags.name IS NOT NULL
)
SELECT
  this.name AS studio,
  other.name AS other_studio,
  COUNT(DISTINCT near.game_id) AS games,
  COUNT(DISTINCT near.neighbor_id) AS games_of_other,
  ROUND(AVG(near.score), 4) AS mean_score
FROM igdb.neighbors AS near
JOIN made AS this ON this.game_id = near.game_id
JOIN made AS other ON other.game_id = near.neighbor_id
LEFT JOIN made AS shared ON shared.game_id = near.neighbor_id AND shared.tag_id = this.tag_id
WHERE near.rank <= 10 AND other.tag_id <> this.tag_id AND shared.game_id IS NULL
GROUP BY this.tag_id, this.name, other.tag_id, other.name
HAVING COUNT(DISTINCT near.game_id) >= 3
ORDER BY mean_score DESC, studio, other_studio
LIMIT 30
