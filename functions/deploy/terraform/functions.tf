# The five functions: one image, FUNCTION_TARGET chooses. A 2nd-generation function is a Cloud Run service. This file owns their shape;
# which image they run and where traffic goes, deploys decide.

locals {
  functions = {
    ingest = {
      public      = false
      memory      = "1Gi"
      timeout     = "1800s"
      concurrency = 1
      min         = 0
      max         = 1
      secrets     = ["IGDB_CLIENT_ID", "IGDB_CLIENT_SECRET"]
    }
    similarity = {
      public      = false
      memory      = "512Mi"
      timeout     = "1800s"
      concurrency = 1
      min         = 0
      max         = 1
      secrets     = []
    }
    publish = {
      public      = false
      memory      = "1Gi"
      timeout     = "1800s"
      concurrency = 1
      min         = 0
      max         = 1
      secrets     = []
    }
    recommend = {
      public      = true
      memory      = "1Gi" # 0.3 with a release of 335,000 games, and 0.53 when the next ones had been loaded beside it.
      timeout     = "60s"
      concurrency = 80 # Questions of all kinds that an instance answers in a tenth of a second.
      min         = var.recommend_min_instances
      max         = 4
      secrets     = []
    }
    webhook = {
      public      = true
      memory      = "512Mi"
      timeout     = "15s" # IGDB waits no longer.
      concurrency = 40
      min         = 0
      max         = 2
      secrets     = ["IGDB_WEBHOOK_SECRET"]
    }
  }

  stages = toset([for name, function in local.functions : name if !function.public])

  # What a service runs until the first deploy: it listens, and answers every request with a greeting.
  first_image = "us-docker.pkg.dev/cloudrun/container/hello"
}

# An account for each function, so that each has only the rights that it uses.
resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = "playkin-${each.key}"
  display_name = "The function ${each.key}"
}

resource "google_cloud_run_v2_service" "function" {
  for_each = local.functions

  name     = each.key
  location = var.region

  # The site and IGDB cannot show a Google identity. This opens a service also where an organisation forbids allUsers.
  invoker_iam_disabled = each.value.public

  template {
    service_account                  = google_service_account.function[each.key].email
    timeout                          = each.value.timeout
    max_instance_request_concurrency = each.value.concurrency
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"

    scaling {
      min_instance_count = each.value.min
      max_instance_count = each.value.max
    }

    containers {
      image = local.first_image

      resources {
        # More than one request at a time needs a whole CPU; it is paid for during requests only.
        limits            = { cpu = "1", memory = each.value.memory }
        cpu_idle          = true
        startup_cpu_boost = true
      }

      ports {
        container_port = 8080
      }

      # Not /api/health: that loads the release, and asks the storage again and again while it is away.
      startup_probe {
        tcp_socket {
          port = 8080
        }
        period_seconds    = 1
        failure_threshold = 60
      }

      dynamic "env" {
        for_each = merge(
          {
            FUNCTION_TARGET      = each.key
            GOOGLE_CLOUD_PROJECT = var.project_id
            PLAYKIN_LOCATION     = var.region
            PLAYKIN_BUCKET       = google_storage_bucket.data.name
          },
          each.value.public ? {} : {
            PLAYKIN_MAXIMUM_BYTES_BILLED = tostring(var.maximum_gib_billed * 1024 * 1024 * 1024)
            # A stage ends in good order before Cloud Run ends it.
            PLAYKIN_STAGE_TIMEOUT_SECONDS = trimsuffix(each.value.timeout, "s")
          },
        )
        content {
          name  = env.key
          value = env.value
        }
      }

      # Read when a revision starts to serve: a rotated secret needs a deploy.
      dynamic "env" {
        for_each = toset(each.value.secrets)
        content {
          name = env.value
          value_source {
            secret_key_ref {
              secret  = google_secret_manager_secret.secret[env.value].secret_id
              version = "latest"
            }
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [
      client,
      client_version,
      labels,
      template[0].annotations,
      template[0].containers[0].image,
      template[0].containers[0].name,
      template[0].labels,
      template[0].revision,
      traffic,
    ]
  }

  # Without the right to read its secrets, or before they hold anything, a service cannot start.
  depends_on = [google_project_service.api, google_secret_manager_secret_iam_member.reader]
}
