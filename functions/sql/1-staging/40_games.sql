SELECT
  records.game_id,
  families.canonical_id,
  records.name,
  COALESCE(records.slug, CONCAT('game-', CAST(records.game_id AS STRING))) AS slug,
  records.game_type,
  records.parent_id,
  records.version_parent_id,
  records.version_title,
  records.first_released_at,
  EXTRACT(YEAR FROM records.first_released_at) AS first_release_year,
  records.rating,
  records.rating_count,
  records.summary,
  records.storyline,
  records.cover,
  records.updated_at
FROM records
JOIN families ON families.game_id = records.game_id
