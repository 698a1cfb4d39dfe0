resource "google_bigquery_dataset" "igdb" {
  dataset_id  = "igdb"
  location    = var.region
  description = "Games as IGDB has them, and what is made of them. functions/sql/README.md describes every table."

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.api]
}

resource "google_bigquery_dataset" "analytics" {
  dataset_id  = "igdb_analytics"
  location    = var.region
  description = "Views of igdb for analysts. functions/sql/README.md describes every column."

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.api]
}

# The stages write their tables; similarity also makes the views. IAM members would take the authorization of the views away again,
# so all access to a dataset is made of entries of its own list.
locals {
  dataset_writers = {
    "ingest igdb"          = { function = "ingest", dataset = google_bigquery_dataset.igdb.dataset_id }
    "similarity igdb"      = { function = "similarity", dataset = google_bigquery_dataset.igdb.dataset_id }
    "similarity analytics" = { function = "similarity", dataset = google_bigquery_dataset.analytics.dataset_id }
    "publish igdb"         = { function = "publish", dataset = google_bigquery_dataset.igdb.dataset_id }
  }
}

resource "google_bigquery_dataset_access" "writer" {
  for_each = local.dataset_writers

  dataset_id    = each.value.dataset
  role          = "WRITER"
  user_by_email = google_service_account.function[each.value.function].email
}

# The views may read the tables, so that somebody can be given the views alone.
resource "google_bigquery_dataset_access" "views" {
  dataset_id = google_bigquery_dataset.igdb.dataset_id

  dataset {
    dataset {
      project_id = var.project_id
      dataset_id = google_bigquery_dataset.analytics.dataset_id
    }
    target_types = ["VIEWS"]
  }
}

resource "google_project_iam_member" "stage_runs_jobs" {
  for_each = local.stages

  project = var.project_id
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.function[each.key].member
}

resource "google_bigquery_dataset_access" "analysts" {
  for_each = var.analysts_group == "" ? {} : {
    igdb      = google_bigquery_dataset.igdb.dataset_id
    analytics = google_bigquery_dataset.analytics.dataset_id
  }

  dataset_id     = each.value
  role           = "READER"
  group_by_email = var.analysts_group
}

resource "google_project_iam_member" "analysts_run_jobs" {
  count = var.analysts_group == "" ? 0 : 1

  project = var.project_id
  role    = "roles/bigquery.jobUser"
  member  = "group:${var.analysts_group}"
}

# Of each user and each service account. BigQuery counts in MiB.
resource "google_cloud_quotas_quota_preference" "daily_query_bytes" {
  parent               = "projects/${var.project_id}"
  name                 = "bigquery-query-usage-per-user-per-day"
  service              = "bigquery.googleapis.com"
  quota_id             = "QueryUsagePerUserPerDay"
  contact_email        = var.alert_email
  ignore_safety_checks = "QUOTA_DECREASE_PERCENTAGE_TOO_HIGH"

  quota_config {
    preferred_value = tostring(var.daily_query_gib * 1024)
  }

  depends_on = [google_project_service.api]
}
