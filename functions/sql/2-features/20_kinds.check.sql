-- The shares are the whole of a vector.
SELECT shares
FROM (SELECT SUM(share) AS shares FROM kinds)
WHERE ABS(shares - 1) > 0.000001
