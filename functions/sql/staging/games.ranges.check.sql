-- Ratings that somebody gave are 0 to 100 (others are null in records), and years are those of video games. One odd record must not keep all others out. If more than a
-- hundredth are odd, it is not IGDB's error but a field that is misread.
SELECT out_of_range, games
FROM (
  SELECT
    SUM(
      IF((rating IS NULL AND rating_count > 0) OR rating < 0 OR rating > 100 OR first_release_year < 1940 OR first_release_year > 2100, 1, 0)
    ) AS out_of_range,
    COUNT(*) AS games
  FROM games
) AS counts
WHERE out_of_range > 1 AND out_of_range > 0.01 * games
