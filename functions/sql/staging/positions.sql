-- Array positions. A join ON position < ARRAY_LENGTH(a) unnests an array in every engine.
WITH digits AS (
  SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
)
SELECT ones.d + 10 * tens.d + 100 * hundreds.d AS position
FROM digits AS ones
CROSS JOIN digits AS tens
CROSS JOIN digits AS hundreds
