-- Every vector has length 1, but for the rounding of its weights; every weight is in range.
SELECT game_id, SUM(weight * weight) AS squared_length, MIN(weight) AS least, MAX(weight) AS most
FROM vectors
GROUP BY game_id
HAVING ABS(SUM(weight * weight) - 1) > 0.005 OR MIN(weight) <= 0 OR MAX(weight) > 1
