WITH last_runs AS (
  SELECT
    runs.stage,
    runs.run_id,
    runs.status,
    runs.mode,
    runs.started_at,
    runs.finished_at,
    runs.counts,
    runs.bytes_billed,
    runs.error
  FROM igdb.runs AS runs
  QUALIFY ROW_NUMBER() OVER (PARTITION BY runs.stage ORDER BY runs.run_id DESC) = 1
),
done AS (
  SELECT runs.stage, MAX(runs.finished_at) AS last_done_at
  FROM igdb.runs AS runs
  WHERE runs.status = 'done'
  GROUP BY runs.stage
),
refused AS (
  SELECT rejects.run_id, COUNT(*) AS records_rejected
  FROM igdb.rejects AS rejects
  GROUP BY rejects.run_id
)
SELECT
  last_runs.stage,
  last_runs.run_id,
  last_runs.status,
  last_runs.mode,
  last_runs.started_at,
  last_runs.finished_at,
  ROUND((UNIX_SECONDS(last_runs.finished_at) - UNIX_SECONDS(last_runs.started_at)) / 60, 1) AS minutes,
  ROUND((UNIX_SECONDS(CURRENT_TIMESTAMP()) - UNIX_SECONDS(last_runs.started_at)) / 3600, 1) AS age_hours,
  ROUND((UNIX_SECONDS(CURRENT_TIMESTAMP()) - UNIX_SECONDS(done.last_done_at)) / 3600, 1) AS hours_since_done,
  -- Stages run nightly: one that has not finished well for two days has missed more than a night.
  COALESCE(UNIX_SECONDS(CURRENT_TIMESTAMP()) - UNIX_SECONDS(done.last_done_at) > 48 * 3600, TRUE) AS late,
  last_runs.counts,
  COALESCE(refused.records_rejected, 0) AS records_rejected,
  last_runs.bytes_billed,
  last_runs.error
FROM last_runs
LEFT JOIN done ON done.stage = last_runs.stage
LEFT JOIN refused ON refused.run_id = last_runs.run_id
