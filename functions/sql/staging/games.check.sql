-- Every game has the columns that the site needs, and no edition is recommended.
SELECT game_id, name, slug, canonical_id
FROM games
WHERE name IS NULL OR slug IS NULL OR canonical_id IS NULL OR family_id IS NULL OR game_type IS NULL
  OR (withheld IS NULL AND canonical_id <> game_id)
