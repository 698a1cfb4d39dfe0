# What may not change by accident: who may do what, what is public, when things run, what is kept.
# Plans only, as what has prevent_destroy could not be removed again; Terraform 1.11 makes up computed values for a plan too.

mock_provider "google" {
  override_during = plan

  mock_resource "google_cloud_run_v2_service" {
    defaults = { uri = "https://function.example" }
  }
  mock_resource "google_service_account" {
    defaults = { member = "serviceAccount:somebody@example.iam.gserviceaccount.com" }
  }
}

override_resource {
  override_during = plan

  target = google_cloud_run_v2_service.function["ingest"]
  values = { uri = "https://ingest.example" }
}

override_resource {
  override_during = plan

  target = google_service_account.function["webhook"]
  values = { email = "webhook@example.com", member = "serviceAccount:webhook@example.com", name = "accounts/webhook" }
}

override_resource {
  override_during = plan

  target = google_service_account.deployer
  values = { email = "deployer@example.com", member = "serviceAccount:deployer@example.com", name = "accounts/deployer" }
}

override_resource {
  override_during = plan

  target = google_service_account.scheduler
  values = { email = "scheduler@example.com", member = "serviceAccount:scheduler@example.com", name = "accounts/scheduler" }
}

override_resource {
  override_during = plan

  target = google_iam_workload_identity_pool.github
  values = { name = "pools/github" }
}

override_resource {
  override_during = plan

  target = google_monitoring_uptime_check_config.site
  values = { uptime_check_id = "site-id" }
}

override_resource {
  override_during = plan

  target = google_monitoring_uptime_check_config.health
  values = { uptime_check_id = "health-id" }
}

variables {
  project_id           = "playkin-test"
  github_repository_id = "1234"
  github_owner_id      = "56"
  billing_account      = "012345-6789AB-CDEF01"
  alert_email          = "somebody@example.com"
  analysts_group       = "analysts@example.com"
}

run "functions" {
  command = plan

  assert {
    condition     = toset(keys(google_cloud_run_v2_service.function)) == toset(["ingest", "similarity", "publish", "recommend", "webhook"])
    error_message = "Expected exactly the five functions."
  }
  assert {
    condition     = toset([for name, service in google_cloud_run_v2_service.function : name if service.invoker_iam_disabled]) == toset(["recommend", "webhook"])
    error_message = "Only recommend and webhook are open to the internet; IAM guards the stages."
  }
  assert {
    condition     = alltrue([for name, service in google_cloud_run_v2_service.function : service.template[0].service_account == google_service_account.function[name].email])
    error_message = "Every function runs as its own account."
  }
  assert {
    condition = alltrue([for name in ["ingest", "similarity", "publish"] :
      google_cloud_run_v2_service.function[name].template[0].timeout == "1800s" &&
      google_cloud_run_v2_service.function[name].template[0].max_instance_request_concurrency == 1 &&
      google_cloud_run_v2_service.function[name].template[0].scaling[0].max_instance_count == 1
    ])
    error_message = "A stage has half an hour, one instance, and one request at a time."
  }
  assert {
    condition     = alltrue([for service in google_cloud_run_v2_service.function : service.template[0].containers[0].resources[0].limits["cpu"] == "1"])
    error_message = "More than one request at a time needs a whole CPU."
  }
  assert {
    condition     = alltrue([for service in google_cloud_run_v2_service.function : service.template[0].scaling[0].max_instance_count <= 4])
    error_message = "No function may grow without bound: it costs money."
  }
  assert {
    condition     = alltrue([for service in google_cloud_run_v2_service.function : length(service.template[0].containers[0].startup_probe[0].http_get) == 0])
    error_message = "Start-up is probed by TCP: /api/health waits for the storage."
  }
  assert {
    condition = toset(flatten([for name, service in google_cloud_run_v2_service.function : [
      for env in service.template[0].containers[0].env : "${name} ${env.name}" if length(env.value_source) > 0
    ]])) == toset(["ingest IGDB_CLIENT_ID", "ingest IGDB_CLIENT_SECRET", "webhook IGDB_WEBHOOK_SECRET"])
    error_message = "Each function is handed its own secrets, from Secret Manager."
  }
  assert {
    condition = toset(flatten([for service in google_cloud_run_v2_service.function : [
      for env in service.template[0].containers[0].env : env.name if length(env.value_source) == 0
    ]])) == toset(["FUNCTION_TARGET", "GOOGLE_CLOUD_PROJECT", "PLAYKIN_LOCATION", "PLAYKIN_BUCKET", "PLAYKIN_MAXIMUM_BYTES_BILLED", "PLAYKIN_STAGE_TIMEOUT_SECONDS"])
    error_message = "Nothing secret stands in the environment in the clear."
  }
  assert {
    condition     = one([for env in google_cloud_run_v2_service.function["publish"].template[0].containers[0].env : env.value if env.name == "PLAYKIN_MAXIMUM_BYTES_BILLED"]) == "21474836480"
    error_message = "20 GiB in bytes."
  }
  assert {
    condition     = one([for env in google_cloud_run_v2_service.function["ingest"].template[0].containers[0].env : env.value if env.name == "PLAYKIN_STAGE_TIMEOUT_SECONDS"]) == "1800"
    error_message = "A stage knows when Cloud Run will end it."
  }
}

run "schedule" {
  command = plan

  assert {
    condition = { for name, job in google_cloud_scheduler_job.job : name => job.schedule } == {
      nightly-ingest     = "0 2 * * *"
      nightly-similarity = "35 2 * * *"
      nightly-publish    = "10 3 * * *"
      weekly-crawl       = "0 14 * * 0"
    }
    error_message = "Three nightly jobs, each after the half hour of the one before, and the crawl at another hour."
  }
  assert {
    condition = alltrue([for job in google_cloud_scheduler_job.job :
      job.time_zone == "Etc/UTC" && job.attempt_deadline == "1800s" && job.http_target[0].http_method == "POST" && job.retry_config[0].retry_count == 5
    ])
    error_message = "UTC, half an hour, POST, five retries."
  }
  assert {
    # Each wait is twice the one before, max_doublings times, and never longer than max_backoff_duration.
    condition = alltrue([for job in google_cloud_scheduler_job.job :
      sum([for n in range(5) : min(
        tonumber(trimsuffix(job.retry_config[0].max_backoff_duration, "s")),
        tonumber(trimsuffix(job.retry_config[0].min_backoff_duration, "s")) * pow(2, min(n, job.retry_config[0].max_doublings)),
      )]) >= 3 * 3600
    ])
    error_message = "The retries have to outlast a stage that waits: the one before it may take half an hour, fail, and take another."
  }
  assert {
    condition     = google_cloud_scheduler_job.job["nightly-ingest"].http_target[0].uri == "https://ingest.example/" && google_cloud_scheduler_job.job["weekly-crawl"].http_target[0].uri == "https://ingest.example/?mode=full"
    error_message = "The night is smart, the week is full."
  }
  assert {
    condition = alltrue([for name, job in google_cloud_scheduler_job.job :
      job.http_target[0].oidc_token[0].audience == (contains(["nightly-ingest", "weekly-crawl"], name) ? "https://ingest.example" : "https://function.example") &&
      job.http_target[0].oidc_token[0].service_account_email == "scheduler@example.com"
    ])
    error_message = "The audience is the service's bare URL."
  }
  assert {
    condition     = toset(keys(google_cloud_run_v2_service_iam_member.scheduler)) == toset(["ingest", "similarity", "publish"]) && alltrue([for member in google_cloud_run_v2_service_iam_member.scheduler : member.role == "roles/run.invoker" && member.member == "serviceAccount:scheduler@example.com"])
    error_message = "The scheduler may call the three stages, and nothing else."
  }
}

run "bucket" {
  command = plan

  assert {
    condition     = google_storage_bucket.data.uniform_bucket_level_access && google_storage_bucket.data.public_access_prevention == "enforced" && google_storage_bucket.data.versioning[0].enabled
    error_message = "The bucket is private as a whole, and versioned."
  }
  assert {
    condition = toset([for rule in google_storage_bucket.data.lifecycle_rule : join(" ", concat(
      [one(rule.action).type],
      one(rule.condition).age == null ? [] : ["${one(rule.condition).age} days"],
      one(rule.condition).days_since_noncurrent_time == null ? [] : ["${one(rule.condition).days_since_noncurrent_time} days replaced"],
      one(rule.condition).matches_prefix == null ? [] : one(rule.condition).matches_prefix,
      ))]) == toset([
      "Delete 1 days leases/ staging/",
      "Delete 30 days webhooks/",
      "SetStorageClass 30 days raw/",
      "Delete 7 days replaced",
      "AbortIncompleteMultipartUpload 1 days",
    ])
    error_message = "What is kept for how long; without a prefix, only what was replaced or deleted goes."
  }
  assert {
    condition     = alltrue([for rule in google_storage_bucket.data.lifecycle_rule : one(rule.condition).with_state == "ARCHIVED" if one(rule.condition).days_since_noncurrent_time != null])
    error_message = "A live object is not removed for being replaced."
  }
  assert {
    condition = { for key, member in google_storage_bucket_iam_member.function : key => member.role } == {
      "ingest writes"     = "roles/storage.objectUser"
      "ingest reads"      = "roles/storage.objectViewer"
      "similarity writes" = "roles/storage.objectUser"
      "publish writes"    = "roles/storage.objectUser"
      "recommend reads"   = "roles/storage.objectViewer"
      "webhook writes"    = "roles/storage.objectCreator"
    }
    error_message = "Nobody owns the bucket; recommend only reads, webhook only adds."
  }
  assert {
    condition     = google_storage_bucket_iam_member.function["webhook writes"].member == "serviceAccount:webhook@example.com" && google_storage_bucket_iam_member.function["webhook writes"].condition[0].expression == "resource.name.startsWith(\"projects/_/buckets/playkin-test-playkin/objects/webhooks/\") || api.getAttribute(\"storage.googleapis.com/objectListPrefix\", \"\").startsWith(\"webhooks/\")"
    error_message = "Below webhooks/ only."
  }
  assert {
    condition     = !strcontains(google_storage_bucket_iam_member.function["recommend reads"].condition[0].expression, "raw/") && strcontains(google_storage_bucket_iam_member.function["recommend reads"].condition[0].expression, "/objects/releases/")
    error_message = "recommend reads what is published."
  }
  assert {
    condition     = toset(keys(google_storage_bucket_iam_member.bucket_viewer)) == toset(["ingest", "similarity", "publish"])
    error_message = "Only those that load into BigQuery look at the bucket itself."
  }
  assert {
    condition     = alltrue([for stage in ["ingest", "similarity", "publish"] : alltrue([for path in ["leases/", "staging/", "night.json"] : strcontains(google_storage_bucket_iam_member.function["${stage} writes"].condition[0].expression, "/objects/${path}\"")])])
    error_message = "Every stage takes the lease, loads rows, and says how the night went."
  }
}

run "warehouse" {
  command = plan

  assert {
    condition     = toset([for access in google_bigquery_dataset_access.writer : "${access.role} ${access.dataset_id}"]) == toset(["WRITER igdb", "WRITER igdb_analytics"]) && toset(keys(google_bigquery_dataset_access.writer)) == toset(["ingest igdb", "similarity igdb", "similarity analytics", "publish igdb"])
    error_message = "The stages write what is theirs; recommend and webhook see no dataset."
  }
  assert {
    condition     = one(one(google_bigquery_dataset_access.views.dataset).dataset).dataset_id == "igdb_analytics" && google_bigquery_dataset_access.views.dataset_id == "igdb"
    error_message = "The views may read the tables."
  }
  assert {
    condition     = toset([for access in google_bigquery_dataset_access.analysts : "${access.role} ${access.dataset_id} ${access.group_by_email}"]) == toset(["READER igdb analysts@example.com", "READER igdb_analytics analysts@example.com"])
    error_message = "Analysts read, and write nothing."
  }
  assert {
    condition     = google_cloud_quotas_quota_preference.daily_query_bytes.quota_config[0].preferred_value == "262144"
    error_message = "256 GiB in MiB."
  }
  assert {
    condition     = alltrue([for member in google_project_iam_member.stage_runs_jobs : member.role == "roles/bigquery.jobUser"]) && toset(keys(google_project_iam_member.stage_runs_jobs)) == toset(["ingest", "similarity", "publish"])
    error_message = "Jobs, and no more of the project."
  }
}

run "nobody_analyses" {
  command = plan

  variables {
    analysts_group = ""
  }
  assert {
    condition     = length(google_bigquery_dataset_access.analysts) == 0 && length(google_project_iam_member.analysts_run_jobs) == 0
    error_message = "Without a group nobody reads."
  }
}

run "secrets" {
  command = plan

  assert {
    condition     = toset(keys(google_secret_manager_secret_iam_member.reader)) == toset(["ingest IGDB_CLIENT_ID", "ingest IGDB_CLIENT_SECRET", "webhook IGDB_WEBHOOK_SECRET"])
    error_message = "Each secret has one reader."
  }
  assert {
    condition     = alltrue([for member in google_secret_manager_secret_iam_member.reader : member.role == "roles/secretmanager.secretAccessor"])
    error_message = "Readers read."
  }
}

run "deployer" {
  command = plan

  assert {
    condition     = google_iam_workload_identity_pool_provider.github.attribute_condition == "assertion.repository_id == \"1234\" && assertion.repository_owner_id == \"56\" && assertion.ref == \"refs/heads/main\" && assertion.event_name in [\"push\", \"workflow_run\", \"workflow_dispatch\"]"
    error_message = "Only this repository's main branch, by numbers."
  }
  assert {
    condition     = google_service_account_iam_member.github_is_deployer.service_account_id == "accounts/deployer" && google_service_account_iam_member.github_is_deployer.member == "principalSet://iam.googleapis.com/pools/github/attribute.repository_id/1234" && google_service_account_iam_member.github_is_deployer.role == "roles/iam.workloadIdentityUser"
    error_message = "GitHub acts as the deployer and as nobody else."
  }
  assert {
    condition     = alltrue([for member in google_cloud_run_v2_service_iam_member.deployer : member.role == "roles/run.developer" && member.member == "serviceAccount:deployer@example.com"]) && length(google_cloud_run_v2_service_iam_member.deployer) == 5
    error_message = "The deployer deploys these five; it cannot change who may call them."
  }
  assert {
    condition     = toset([for member in google_service_account_iam_member.deployer_acts_as : member.role]) == toset(["roles/iam.serviceAccountUser"]) && length(google_service_account_iam_member.deployer_acts_as) == 5
    error_message = "It may act as the five functions' accounts."
  }
  assert {
    condition     = google_project_iam_member.deployer_hosting.role == "roles/firebasehosting.admin" && google_artifact_registry_repository_iam_member.deployer.role == "roles/artifactregistry.writer"
    error_message = "Of the project it has Hosting, and of the registry its own repository."
  }
  assert {
    condition     = !google_artifact_registry_repository.images.cleanup_policy_dry_run && toset([for policy in google_artifact_registry_repository.images.cleanup_policies : policy.action]) == toset(["DELETE", "KEEP"])
    error_message = "Old images are removed, the newest kept."
  }
}

run "numbers_not_names" {
  command = plan
  variables {
    github_repository_id = "owner/name"
  }
  expect_failures = [var.github_repository_id]
}

run "watching" {
  command = plan

  assert {
    condition     = toset(keys(google_monitoring_alert_policy.rule)) == toset(["StageFailedForGood", "NoGoodNight", "SiteDown", "RecommendErrorsFast", "RecommendErrorsSlow", "RecommendSlow", "WebhookFails"])
    error_message = "An alert for each rule of monitoring/rules.yaml."
  }
  assert {
    condition     = toset(keys(google_monitoring_alert_policy.log)) == toset(["IngestDrift", "IngestRejects", "QualityFell", "ReleaseUnreadable", "MemoryExceeded"])
    error_message = "An alert for each filter of monitoring/log-alerts.yaml."
  }
  assert {
    condition     = alltrue([for policy in merge(google_monitoring_alert_policy.rule, google_monitoring_alert_policy.log) : length(policy.notification_channels) == 1 && strcontains(policy.documentation[0].content, "Runbook, ${policy.display_name}.")])
    error_message = "Every alert reaches somebody and says where its runbook is."
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.rule["NoGoodNight"].conditions[0].condition_prometheus_query_language[0].query, "check_id=\"health-id\"") && strcontains(google_monitoring_alert_policy.rule["SiteDown"].conditions[0].condition_prometheus_query_language[0].query, "check_id=\"site-id\"")
    error_message = "The ids of the uptime checks are filled in."
  }
  assert {
    condition     = google_monitoring_alert_policy.rule["NoGoodNight"].conditions[0].condition_prometheus_query_language[0].duration == "900s" && google_monitoring_alert_policy.rule["WebhookFails"].conditions[0].condition_prometheus_query_language[0].duration == "0s"
    error_message = "A rule's for, in seconds."
  }
  assert {
    condition     = google_monitoring_uptime_check_config.health.http_check[0].path == "/api/health" && google_monitoring_uptime_check_config.health.monitored_resource[0].labels["host"] == "playkin-test.web.app"
    error_message = "The check asks the site's own address."
  }
  assert {
    condition     = google_billing_budget.month.billing_account == "012345-6789AB-CDEF01" && google_billing_budget.month.amount[0].specified_amount[0].units == "20" && length(google_billing_budget.month.threshold_rules) == 3
    error_message = "The budget tells of half, of all, and of the forecast."
  }
}
