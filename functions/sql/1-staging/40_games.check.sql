-- Every game has what the site shows it by.
SELECT game_id, name, slug, canonical_id
FROM games
WHERE name IS NULL OR slug IS NULL OR canonical_id IS NULL OR game_type IS NULL OR rating_count IS NULL
