-- The shares are the whole of a vector.
SELECT SUM(share) AS shares
FROM kinds
HAVING ABS(SUM(share) - 1) > 0.000001
