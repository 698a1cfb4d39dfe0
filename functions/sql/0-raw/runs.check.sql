-- Freshness: what is built is to be published as new, and IGDB is no more than 14 days ahead of it. (A stage that misses two
-- nights shows in pipeline_health long before.) Before the first ingest there is nothing to be old.
SELECT MAX(finished_at) AS last_ingest
FROM runs
WHERE stage = 'ingest' AND status = 'done'
HAVING @now_seconds - UNIX_SECONDS(MAX(finished_at)) > 14 * 24 * 3600
