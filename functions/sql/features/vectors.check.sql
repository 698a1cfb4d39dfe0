-- Every vector has length 1, as far as rounded weights allow, and every weight is in its range.
SELECT game_id, SUM(weight * weight) AS squared_length, MIN(weight) AS least, MAX(weight) AS most
FROM vectors
GROUP BY game_id
HAVING ABS(SUM(weight * weight) - 1) > 0.005 OR MIN(weight) <= 0 OR MAX(weight) > 1
