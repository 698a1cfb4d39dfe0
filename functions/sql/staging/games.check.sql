-- Every game has the columns that the site needs, no edition is recommended, and every adult game has a reason.
SELECT game_id, name, slug, canonical_id
FROM games
WHERE name IS NULL OR slug IS NULL OR canonical_id IS NULL OR family_id IS NULL OR game_type IS NULL
  OR (withheld IS NULL AND canonical_id <> game_id)
  OR is_adult IS NULL OR is_adult <> (adult_reason IS NOT NULL)
