-- Renown is at least 0 and below 1.
SELECT game_id, renown
FROM popularity
WHERE renown < 0 OR renown >= {{ weight_scale }}
