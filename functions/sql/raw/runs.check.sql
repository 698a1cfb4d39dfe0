-- Freshness: a build is published as new, so the last ingest must not be older than 14 days. (pipeline_health shows a stage that
-- misses two nights long before that.) Before the first ingest there is nothing to check.
SELECT MAX(finished_at) AS last_ingest
FROM runs
WHERE stage = 'ingest' AND status = 'done'
HAVING @now_seconds - UNIX_SECONDS(MAX(finished_at)) > 14 * 24 * 3600
