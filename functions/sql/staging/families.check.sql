-- A canonical game stands for itself. So does the game whose id is the family_id, and it is in its own family.
SELECT families.game_id, families.canonical_id, families.family_id
FROM families
LEFT JOIN families AS canonical ON canonical.game_id = families.canonical_id
LEFT JOIN families AS eldest ON eldest.game_id = families.family_id
WHERE canonical.game_id IS NULL
  OR canonical.canonical_id <> canonical.game_id
  OR canonical.family_id <> families.family_id
  OR eldest.game_id IS NULL
  OR eldest.canonical_id <> eldest.game_id
  OR eldest.family_id <> eldest.game_id
