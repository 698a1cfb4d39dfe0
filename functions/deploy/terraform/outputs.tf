output "repository_variables" {
  description = "What the deploy workflow reads: variables of the GitHub repository, none of them secret."
  value = {
    GCP_PROJECT_ID                 = var.project_id
    GCP_REGION                     = var.region
    GCP_WORKLOAD_IDENTITY_PROVIDER = google_iam_workload_identity_pool_provider.github.name
    GCP_DEPLOYER                   = google_service_account.deployer.email
    GCP_IMAGE                      = "${var.region}-docker.pkg.dev/${var.project_id}/${google_artifact_registry_repository.images.repository_id}/igdb-pipeline"
    SITE_HOST                      = local.site_host
  }
}

output "function_urls" {
  description = "Where each function answers."
  value       = { for name, service in google_cloud_run_v2_service.function : name => service.uri }
}

output "bucket" {
  description = "Releases, raw pages, leases."
  value       = google_storage_bucket.data.name
}
