terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "8.7.0"
    }
  }

  # setup.sh makes the bucket and names it: -backend-config=bucket=PROJECT-terraform-state
  backend "gcs" {
    prefix = "playkin"
  }
}

provider "google" {
  project = var.project_id
  region  = var.region

  # The APIs of budgets and quotas want to know which project's allowance a person's call counts against.
  user_project_override = true
  billing_project       = var.project_id
}
