-- A canonical game stands for itself.
SELECT families.game_id, families.canonical_id
FROM families
LEFT JOIN families AS canonical ON canonical.game_id = families.canonical_id
WHERE canonical.game_id IS NULL OR canonical.canonical_id <> canonical.game_id
