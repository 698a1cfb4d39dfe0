# What GitHub's deploy workflow works with: a place for images, and an account that it acts as without any key.

resource "google_artifact_registry_repository" "images" {
  repository_id = "playkin"
  location      = var.region
  format        = "DOCKER"
  description   = "Images of igdb-pipeline, by digest"

  # KEEP wins over DELETE: the newest ten stay, to roll back to, however old they are.
  cleanup_policy_dry_run = false
  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      tag_state  = "ANY"
      older_than = "2592000s"
    }
  }
  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"
    most_recent_versions {
      keep_count = 10
    }
  }

  depends_on = [google_project_service.api]
}

resource "google_service_account" "deployer" {
  account_id   = "playkin-deployer"
  display_name = "GitHub deploys as this account"
}

resource "google_iam_workload_identity_pool" "github" {
  workload_identity_pool_id = "github"
  display_name              = "GitHub"

  depends_on = [google_project_service.api]
}

resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "actions"
  display_name                       = "GitHub Actions"

  attribute_mapping = {
    "google.subject"          = "assertion.sub"
    "attribute.repository_id" = "assertion.repository_id"
  }

  # By numbers, which nobody can take over. pull_request_target also carries the ref of main, so the events are named.
  attribute_condition = join(" && ", [
    "assertion.repository_id == \"${var.github_repository_id}\"",
    "assertion.repository_owner_id == \"${var.github_owner_id}\"",
    "assertion.ref == \"refs/heads/main\"",
    "assertion.event_name in [\"push\", \"workflow_run\", \"workflow_dispatch\"]",
  ])

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "github_is_deployer" {
  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.github.name}/attribute.repository_id/${var.github_repository_id}"
}

# New revisions and traffic of these five services, and of no other.
resource "google_cloud_run_v2_service_iam_member" "deployer" {
  for_each = local.functions

  name     = google_cloud_run_v2_service.function[each.key].name
  location = var.region
  role     = "roles/run.developer"
  member   = google_service_account.deployer.member
}

# The smoke test asks a stage for its name and version, which starts no work.
resource "google_cloud_run_v2_service_iam_member" "deployer_calls_stages" {
  for_each = local.stages

  name     = google_cloud_run_v2_service.function[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.deployer.member
}

resource "google_service_account_iam_member" "deployer_has_identity_tokens" {
  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = google_service_account.deployer.member
}

# A revision runs as its function's account: whoever deploys it has to be allowed to act as that.
resource "google_service_account_iam_member" "deployer_acts_as" {
  for_each = local.functions

  service_account_id = google_service_account.function[each.key].name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.deployer.member
}

resource "google_artifact_registry_repository_iam_member" "deployer" {
  repository = google_artifact_registry_repository.images.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.deployer.member
}

# Hosting has no rights of a single site: this role is the project's. It changes no IAM.
resource "google_project_iam_member" "deployer_hosting" {
  project = var.project_id
  role    = "roles/firebasehosting.admin"
  member  = google_service_account.deployer.member
}
