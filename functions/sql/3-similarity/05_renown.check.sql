-- Between not known and known to all.
SELECT game_id, renown
FROM renown
WHERE renown < 0 OR renown >= 32768
