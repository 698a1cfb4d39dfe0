# Every day, in UTC. A stage that must wait for the one before it answers 409, and is asked again: after 10, 20, 40, 60 and 60 minutes,
# more than three hours in all. A stage that finds nothing new is done at once, so a call too many does no harm.

locals {
  jobs = {
    nightly-ingest     = { stage = "ingest", schedule = "0 2 * * *", query = "" }
    nightly-similarity = { stage = "similarity", schedule = "35 2 * * *", query = "" }
    nightly-publish    = { stage = "publish", schedule = "10 3 * * *", query = "" }
    # Every game, whatever its date says.
    weekly-crawl = { stage = "ingest", schedule = "0 14 * * 0", query = "?mode=full" }
  }
}

resource "google_service_account" "scheduler" {
  account_id   = "playkin-scheduler"
  display_name = "Cloud Scheduler calls the stages as this account"
}

resource "google_cloud_run_v2_service_iam_member" "scheduler" {
  for_each = local.stages

  name     = google_cloud_run_v2_service.function[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler.member
}

resource "google_cloud_scheduler_job" "job" {
  for_each = local.jobs

  name      = each.key
  region    = var.region
  schedule  = each.value.schedule
  time_zone = "Etc/UTC"
  # Cloud Scheduler waits no longer than this; left out, it would be 3 minutes.
  attempt_deadline = "1800s"

  retry_config {
    retry_count          = 5
    min_backoff_duration = "600s"
    max_backoff_duration = "3600s"
    max_doublings        = 3
  }

  http_target {
    http_method = "POST"
    uri         = "${google_cloud_run_v2_service.function[each.value.stage].uri}/${each.value.query}"

    oidc_token {
      service_account_email = google_service_account.scheduler.email
      # Without path and query, or Cloud Run refuses it.
      audience = google_cloud_run_v2_service.function[each.value.stage].uri
    }
  }

  depends_on = [google_project_service.api]
}
