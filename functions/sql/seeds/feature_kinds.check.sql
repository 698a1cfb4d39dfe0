-- The shares add up to a whole vector.
SELECT shares
FROM (SELECT SUM(share) AS shares FROM feature_kinds)
WHERE ABS(shares - 1) > 0.000001
