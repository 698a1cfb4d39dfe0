resource "google_storage_bucket" "data" {
  name     = "${var.project_id}-playkin"
  location = var.region

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  # Only the last entry of a lease counts, and it lives for ten minutes.
  lifecycle_rule {
    condition {
      age            = 1
      matches_prefix = ["leases/", "staging/"]
    }
    action {
      type = "Delete"
    }
  }

  # The next night has read them.
  lifecycle_rule {
    condition {
      age            = 30
      matches_prefix = ["webhooks/"]
    }
    action {
      type = "Delete"
    }
  }

  # The archive is read when everything is rebuilt from it.
  lifecycle_rule {
    condition {
      age                   = 30
      matches_prefix        = ["raw/"]
      matches_storage_class = ["STANDARD"]
    }
    action {
      type          = "SetStorageClass"
      storage_class = "NEARLINE"
    }
  }

  # What was replaced or deleted can be had back for a week.
  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 7
      with_state                 = "ARCHIVED"
    }
    action {
      type = "Delete"
    }
  }

  lifecycle_rule {
    condition {
      age = 1
    }
    action {
      type = "AbortIncompleteMultipartUpload"
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

# Who may do what below which paths. A prefix ends in a slash; what does not is one object.
locals {
  bucket_access = {
    # Pages as IGDB sent them.
    "ingest writes" = { function = "ingest", role = "roles/storage.objectUser", paths = concat(["raw/"], local.stage_paths) }
    # The games that IGDB told of.
    "ingest reads"      = { function = "ingest", role = "roles/storage.objectViewer", paths = ["webhooks/"] }
    "similarity writes" = { function = "similarity", role = "roles/storage.objectUser", paths = local.stage_paths }
    # Releases, of which it also deletes the old ones, and which of them is live.
    "publish writes"  = { function = "publish", role = "roles/storage.objectUser", paths = distinct(concat(local.stage_paths, local.release_paths)) }
    "recommend reads" = { function = "recommend", role = "roles/storage.objectViewer", paths = local.release_paths }
    # New objects only: it can neither read nor replace.
    "webhook writes" = { function = "webhook", role = "roles/storage.objectCreator", paths = ["webhooks/"] }
  }

  release_paths = ["releases/", "latest.json", "night.json"]

  # The lease that all stages share, rows on their way into BigQuery, and how the night went.
  stage_paths = ["leases/", "staging/", "night.json"]
}

resource "google_storage_bucket_iam_member" "function" {
  for_each = local.bucket_access

  bucket = google_storage_bucket.data.name
  role   = each.value.role
  member = google_service_account.function[each.value.function].member

  condition {
    title = each.key
    # A listing is of the bucket, not of an object: its prefix is asked instead.
    expression = join(" || ", flatten([
      for path in each.value.paths : concat(
        ["resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.data.name}/objects/${path}\")"],
        endswith(path, "/") ? ["api.getAttribute(\"storage.googleapis.com/objectListPrefix\", \"\").startsWith(\"${path}\")"] : [],
      )
    ]))
  }
}

# A load job of BigQuery looks at the bucket before its objects.
resource "google_storage_bucket_iam_member" "bucket_viewer" {
  for_each = local.stages

  bucket = google_storage_bucket.data.name
  role   = "roles/storage.bucketViewer"
  member = google_service_account.function[each.key].member
}
