-- Why could records not be stored, how many each time, and is it still happening?
SELECT
  rejects.reason,
  COUNT(*) AS records,
  COUNT(DISTINCT rejects.run_id) AS runs,
  MAX(rejects.received_at) AS last_received_at,
  MAX(IF(rejects.run_id = health.run_id, 1, 0)) AS in_last_run
FROM igdb.rejects AS rejects
LEFT JOIN igdb_analytics.pipeline_health AS health ON health.stage = 'ingest'
GROUP BY rejects.reason
ORDER BY records DESC, rejects.reason
