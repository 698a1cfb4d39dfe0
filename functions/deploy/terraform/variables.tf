variable "project_id" {
  description = "The Google Cloud project that everything lies in. A second environment is a second project."
  type        = string
}

variable "region" {
  description = "Of the functions, the datasets, the bucket and the images."
  type        = string
  default     = "europe-west1"
}

variable "github_repository_id" {
  description = "The number of the GitHub repository whose main branch may deploy. A name can be taken over, a number cannot."
  type        = string
  validation {
    condition     = can(regex("^[0-9]+$", var.github_repository_id))
    error_message = "Expected a number, as `gh api repos/OWNER/NAME --jq .id` prints it."
  }
}

variable "github_owner_id" {
  description = "The number of that repository's owner."
  type        = string
  validation {
    condition     = can(regex("^[0-9]+$", var.github_owner_id))
    error_message = "Expected a number, as `gh api repos/OWNER/NAME --jq .owner.id` prints it."
  }
}

variable "billing_account" {
  description = "The account that pays, such as 012345-6789AB-CDEF01: the budget belongs to it."
  type        = string
}

variable "alert_email" {
  description = "Where alerts go."
  type        = string
}

variable "monthly_budget" {
  description = "In the billing account's currency. An alert is sent at half, at all of it, and when the forecast exceeds it. Nothing is switched off."
  type        = number
  default     = 20
}

variable "analysts_group" {
  description = "A Google group that may read both datasets and run queries, such as analysts@example.org. Empty: nobody."
  type        = string
  default     = ""
}

variable "daily_query_gib" {
  description = "GiB that one user or service account may have billed by BigQuery in a day. A night of the pipeline has to fit."
  type        = number
  default     = 256
}

variable "maximum_gib_billed" {
  description = "GiB that one query of the pipeline may be billed for; a larger one is refused."
  type        = number
  default     = 20
}

variable "recommend_min_instances" {
  description = "Instances of recommend that are always up. 0: the first visitor after a quiet quarter of an hour waits for a cold start."
  type        = number
  default     = 0
}

variable "site_host" {
  description = "The host that visitors see. Empty: PROJECT.web.app."
  type        = string
  default     = ""
}

locals {
  site_host = var.site_host == "" ? "${var.project_id}.web.app" : var.site_host
}
