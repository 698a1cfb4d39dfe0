-- How much each kind of feature counts: its share of the squared length of a game's vector, together 1. `nature` is what sort
-- of game it is: closed vocabularies, compared as sets. `matter` is what it is made of and about: open vocabularies, in
-- which rare features count more. The shares come from coordinate ascent on tag agreement@10; many are within noise.
--
-- A kind that says little of a game (one word, a publisher alone) does not fill its share: `doubt` is added to the squared
-- weights before the kind is brought to length, as if there were one more feature, of idf 4.5, that no other game has.
SELECT 'genre' AS kind, 'nature' AS part, 0.11 AS share, 0 AS doubt
UNION ALL SELECT 'theme', 'nature', 0.07, 0
UNION ALL SELECT 'mode', 'nature', 0.04, 0
UNION ALL SELECT 'perspective', 'nature', 0.03, 0
UNION ALL SELECT 'word', 'matter', 0.51, 20
UNION ALL SELECT 'keyword', 'matter', 0.15, 20
UNION ALL SELECT 'developer', 'matter', 0.03, 0
UNION ALL SELECT 'publisher', 'matter', 0.02, 0
UNION ALL SELECT 'franchise', 'matter', 0.02, 0
UNION ALL SELECT 'collection', 'matter', 0.01, 0
UNION ALL SELECT 'engine', 'matter', 0.01, 0
