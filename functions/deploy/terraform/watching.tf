# Alerts, uptime checks, the dashboard and the budget. What is watched, and when it is too much, stands in ../monitoring.

locals {
  monitoring = "${path.module}/../monitoring"
  log_alerts = yamldecode(file("${local.monitoring}/log-alerts.yaml"))
  rules      = { for rule in yamldecode(file("${local.monitoring}/rules.yaml")).groups[0].rules : rule.alert => rule }

  # Of the repository, where the runbook is.
  runbook = "functions/deploy/README.md, Runbook"
}

resource "google_monitoring_notification_channel" "email" {
  display_name = "Playkin's operators"
  type         = "email"
  labels       = { email_address = var.alert_email }

  depends_on = [google_project_service.api]
}

resource "google_logging_metric" "log" {
  for_each = { for metric in local.log_alerts.metrics : metric.name => metric }

  name        = each.key
  description = each.value.description
  filter      = trimspace(each.value.filter)

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }

  depends_on = [google_project_service.api]
}

resource "google_monitoring_uptime_check_config" "site" {
  display_name = "playkin-site"
  period       = "300s"
  timeout      = "10s"

  http_check {
    path         = "/"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project_id, host = local.site_host }
  }

  depends_on = [google_project_service.api]
}

# A condition of absence reaches back 23.5 hours, too short for what happens once a day: so /api/health tells the hours since all stages
# ended well, and this check passes below 36.
resource "google_monitoring_uptime_check_config" "health" {
  display_name = "playkin-health"
  period       = "300s"
  timeout      = "30s"

  http_check {
    path         = "/api/health"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  content_matchers {
    matcher = "MATCHES_JSON_PATH"
    content = "^([0-9]|[12][0-9]|3[0-5])([.][0-9]+)?$"
    json_path_matcher {
      json_path    = "$.hoursSinceGoodNight"
      json_matcher = "REGEX_MATCH"
    }
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project_id, host = local.site_host }
  }

  depends_on = [google_project_service.api]
}

resource "google_monitoring_alert_policy" "rule" {
  for_each = local.rules

  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.labels.severity
  notification_channels = [google_monitoring_notification_channel.email.id]

  conditions {
    display_name = each.key
    condition_prometheus_query_language {
      query = trimspace(replace(replace(each.value.expr,
        "SITE_CHECK", google_monitoring_uptime_check_config.site.uptime_check_id),
      "HEALTH_CHECK", google_monitoring_uptime_check_config.health.uptime_check_id))
      # Seconds; the rule's for is in minutes.
      duration            = "${tonumber(trimsuffix(try(each.value.for, "0m"), "m")) * 60}s"
      evaluation_interval = "60s"
      alert_rule          = each.key
      rule_group          = "playkin"
      # The metric of a new project has no points, and is unknown, until something is counted for the first time.
      disable_metric_validation = true
    }
  }

  documentation {
    subject   = "Playkin: ${each.value.annotations.summary}"
    content   = "${each.value.annotations.summary}\n\nWhat to do: ${local.runbook}, ${each.key}."
    mime_type = "text/markdown"
  }

  alert_strategy {
    auto_close = "86400s"
  }

  depends_on = [google_logging_metric.log]
}

resource "google_monitoring_alert_policy" "log" {
  for_each = { for alert in local.log_alerts.alerts : alert.name => alert }

  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = [google_monitoring_notification_channel.email.id]

  conditions {
    display_name = each.key
    condition_matched_log {
      filter = trimspace(each.value.filter)
    }
  }

  documentation {
    subject   = "Playkin: ${each.value.summary}"
    content   = "${each.value.summary}\n\nWhat to do: ${local.runbook}, ${each.key}."
    mime_type = "text/markdown"
  }

  alert_strategy {
    # The retries of a night say the same.
    notification_rate_limit {
      period = "21600s"
    }
    auto_close = "86400s"
  }
}

resource "google_monitoring_dashboard" "playkin" {
  dashboard_json = file("${local.monitoring}/dashboard.json")

  depends_on = [google_project_service.api]
}

resource "google_billing_budget" "month" {
  billing_account = var.billing_account
  display_name    = "Playkin, ${var.project_id}"

  budget_filter {
    projects = ["projects/${google_storage_bucket.data.project_number}"]
  }

  amount {
    specified_amount {
      units = tostring(var.monthly_budget)
    }
  }

  threshold_rules {
    threshold_percent = 0.5
  }
  threshold_rules {
    threshold_percent = 1.0
  }
  threshold_rules {
    threshold_percent = 1.0
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    monitoring_notification_channels = [google_monitoring_notification_channel.email.id]
  }

  depends_on = [google_project_service.api]
}
