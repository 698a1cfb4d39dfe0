SELECT
  quality.metric,
  quality.run_id,
  quality.measured_at,
  quality.value,
  quality.low,
  quality.high,
  quality.value - LAG(quality.value) OVER (PARTITION BY quality.metric ORDER BY quality.measured_at, quality.run_id) AS change
FROM igdb.quality AS quality
