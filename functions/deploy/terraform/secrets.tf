# The secrets' places. What they hold comes from setup.sh, by standard input: it is in no file and in no state.

locals {
  secrets = toset(flatten([for function in local.functions : function.secrets]))

  secret_readers = merge([
    for name, function in local.functions : { for secret in function.secrets : "${name} ${secret}" => { function = name, secret = secret } }
  ]...)
}

resource "google_secret_manager_secret" "secret" {
  for_each = local.secrets

  secret_id = each.key

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.api]
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = local.secret_readers

  secret_id = google_secret_manager_secret.secret[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function[each.value.function].member
}
