#!/usr/bin/env bash
# Sets up a Google Cloud project for Playkin, or brings it up to what this folder says. Run by a human who owns the project; may be run
# again at any time: what is there stays, and where a run broke off the next goes on. functions/deploy/README.md says what it makes.
set -euo pipefail

usage() {
  cat <<'END'
functions/deploy/setup.sh --project ID [options]

  --project ID             the Google Cloud project; made where it is missing
  --billing-account ID     what pays, such as 012345-6789AB-CDEF01
  --github OWNER/NAME      the repository whose main branch may deploy
  --alert-email ADDRESS    where alerts go
  --region REGION          default europe-west1
  --analysts-group GROUP   a Google group that may read the datasets; default nobody
  --set NAME=VALUE         any other variable of terraform/variables.tf
  --dry-run                prints every command and runs none; needs no account

What was said once is kept in the state bucket: the next time --project is enough. The credentials of IGDB are asked for on standard
input, client id first. Nothing secret is ever an argument, in a file or in Terraform's state.
END
}

# ---------------------------------------------------------------------------------------------------------------------------- arguments

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
project=''
account=''
region=''
github=''
dry_run=''
variables=()

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

while (($# > 0)); do
  case "$1" in
    --dry-run) dry_run=yes && shift && continue ;;
    --help | -h) usage && exit 0 ;;
  esac
  (($# > 1)) || die "$1 is unknown or lacks its value; --help lists what there is."
  case "$1" in
    --project) project="$2" ;;
    --region) region="$2" ;;
    --github) github="$2" ;;
    --billing-account) account="$2" ;;
    --alert-email) variables+=("alert_email=$2") ;;
    --analysts-group) variables+=("analysts_group=$2") ;;
    --set) variables+=("$2") ;;
    *) die "$1 is unknown; --help lists what there is." ;;
  esac
  shift 2
done
[[ -n "$project" ]] || die 'Which project? Expected --project ID.'
[[ "$project" =~ ^[a-z][a-z0-9-]{4,28}[a-z0-9]$ ]] ||
  die "$project is no project id: expected 6 to 30 lower-case letters, digits and hyphens, a letter first."
[[ -z "$github" || "$github" =~ ^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$ ]] || die "--github: expected OWNER/NAME, found $github."
[[ -z "$region" ]] || variables+=("region=$region")

# As the clients of Google and Firebase name them; they point elsewhere in tests only.
resource_manager="${CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER:-https://cloudresourcemanager.googleapis.com/}"
firebase="${FIREBASE_API_URL:-https://firebase.googleapis.com}"
hosting="${FIREBASE_HOSTING_API_URL:-https://firebasehosting.googleapis.com}"
github_api="${GITHUB_API_URL:-https://api.github.com}"
igdb="${IGDB_BASE_URL:-https://api.igdb.com/v4}"
twitch_token="${IGDB_TOKEN_URL:-https://id.twitch.tv/oauth2/token}"

state_bucket="$project-terraform-state"
data_bucket="$project-playkin"
work="$(mktemp -d)"
settings="$work/settings.tfvars.json"
current='the start'

finish() {
  local status=$?
  rm -rf "$work"
  if ((status != 0)); then
    printf 'Stopped at: %s. What went wrong stands above. What is done stays: put it right and run the same command again.\n' "$current" >&2
  fi
}
trap finish EXIT

# ------------------------------------------------------------------------------------------------------------------------------- helpers

step() {
  current="$1"
  printf '\n== %s\n' "$1"
}

say() { printf '%s\n' "$*"; }

# Also where standard output goes elsewhere.
exec 3>&1
show() {
  {
    printf '$'
    printf ' %q' "$@"
    printf '\n'
  } >&3
}

# Does something: shown, then run.
run() {
  show "$@"
  [[ -n "$dry_run" ]] || "$@"
}

# Whether something is there. Only "not found" means no: any other error ends the script.
is_there() {
  if [[ -n "$dry_run" ]]; then
    show "$@"
    return 1
  fi
  if "$@" >"$work/answer" 2>"$work/error"; then return 0; fi
  grep -qiE 'not[ _]found|404|does not exist|may not exist|matched no objects' "$work/error" && return 1
  cat "$work/error" >&2
  exit 1
}

# What a command prints; a dry run shows the command and takes the placeholder.
answer_of() {
  local placeholder="$1"
  shift
  if [[ -n "$dry_run" ]]; then
    show "$@"
    printf '%s' "$placeholder"
  else
    "$@"
  fi
}

# A value of JSON on standard input: an expression of `it`.
json() { node -e 'let text = ""; process.stdin.on("data", (part) => (text += part)).on("end", () => { const it = JSON.parse(text); const value = eval(process.argv[1]); process.stdout.write(String(value ?? "")); });' "$1"; }

# curl with headers and data on standard input, so that no secret is an argument or in a file. Prints the body; the status, which is none,
# goes to $work/status.
request() {
  local answer
  answer="$(curl --silent --show-error --request "$1" --write-out '\n%{http_code}' --config - "$2")"
  printf '%s' "${answer##*$'\n'}" >"$work/status"
  printf '%s' "${answer%$'\n'*}"
}

status() { cat "$work/status"; }

# As whoever is logged in.
as_owner() {
  if [[ -n "$dry_run" ]]; then
    show curl --request "$1" --config - "$2" ${3:+--data "$3"}
    printf '404' >"$work/status"
    return
  fi
  {
    printf 'header = "Authorization: Bearer %s"\n' "$access_token"
    # Firebase wants to know whose allowance a person's call counts against; the rights are asked for before any API is enabled.
    [[ "$2" == "$resource_manager"* ]] || printf 'header = "x-goog-user-project: %s"\n' "$project"
    printf 'header = "Content-Type: application/json"\n'
    [[ $# -lt 3 ]] || printf 'data = "%s"\n' "${3//\"/\\\"}"
  } | request "$1" "$2"
}

# Asks on a terminal for what was not given, and sets the variable of that name.
ask() {
  local name="$1" question="$2" option="$3" value=''
  if [[ -n "$dry_run" ]]; then
    value="$(printf '%s' "${option#--}" | tr '[:lower:]' '[:upper:]')"
  else
    [[ -t 0 ]] || die "$question Expected $option."
    read -r -p "$question " value
    [[ -n "$value" ]] || die "Expected an answer, or $option."
  fi
  printf -v "$name" '%s' "$value"
}

# Of what was said now, or the last time.
setting() { json "it[\"$1\"]" <"$settings"; }

terraform_here() {
  # With the token of gcloud no second login is needed.
  GOOGLE_OAUTH_ACCESS_TOKEN="$access_token" TF_IN_AUTOMATION=1 terraform "-chdir=$here/terraform" "$@"
}

apply() {
  local plan="$work/plan" status=0
  if [[ -n "$dry_run" ]]; then
    show terraform "-chdir=$here/terraform" plan -input=false "-var-file=SETTINGS" -out=PLAN "$@"
    show terraform "-chdir=$here/terraform" apply -input=false PLAN
    return
  fi
  terraform_here plan -input=false -detailed-exitcode "-var-file=$settings" "-out=$plan" "$@" || status=$?
  case "$status" in
    0) say 'Nothing to change.' ;;
    2) terraform_here apply -input=false "$plan" ;;
    *) return "$status" ;;
  esac
}

# --------------------------------------------------------------------------------------------------------------------------------- steps

step 'Tools'
for tool in gcloud terraform curl node; do
  command -v "$tool" >/dev/null && continue
  [[ -n "$dry_run" ]] && say "$tool is not installed." && continue
  case "$tool" in
    gcloud) die 'gcloud is not installed: https://cloud.google.com/sdk/docs/install says how.' ;;
    terraform) die 'terraform is not installed: https://developer.hashicorp.com/terraform/install says how; 1.11 or newer.' ;;
    *) die "$tool is not installed." ;;
  esac
done
[[ -n "$dry_run" ]] || say 'There.'

step 'Account'
# It lasts for an hour. What may take longer, the first night, has tokens of its own.
access_token="$(answer_of TOKEN gcloud auth print-access-token 2>"$work/error")" ||
  die "Nobody is logged in: run gcloud auth login, as an owner of the project."
[[ -n "$dry_run" ]] || say 'Logged in.'

step "Project $project"
if is_there gcloud projects describe "$project" --format='value(projectNumber)'; then
  say 'There.'
else
  run gcloud projects create "$project" ||
    die "$project could not be made. Somebody else may have a project of that name: choose another, or ask its owner for the role Owner."
fi

step 'Rights'
if [[ -n "$dry_run" ]]; then
  as_owner POST "${resource_manager}v1/projects/$project:testIamPermissions" '{"permissions":[…]}'
else
  wanted='"resourcemanager.projects.setIamPolicy","serviceusage.services.enable","iam.serviceAccounts.create","firebase.projects.update","resourcemanager.projects.createBillingAssignment"'
  held="$(as_owner POST "${resource_manager}v1/projects/$project:testIamPermissions" "{\"permissions\":[$wanted]}")"
  missing="$(json "[$wanted].filter((one) => !(it.permissions ?? []).includes(one)).join(', ')" <<<"$held")"
  [[ -z "$missing" ]] || die "You may not $missing in $project: ask an owner for the role Owner (roles/owner)."
  say 'Enough.'
fi

step 'Billing'
billed="$(answer_of '' gcloud billing projects describe "$project" --format='value(billingAccountName)')"
billed="${billed#billingAccounts/}"
if [[ -n "$billed" && "$billed" == "${account:-$billed}" ]]; then
  account="$billed"
  say "$account pays."
else
  if [[ -z "$account" ]]; then
    run gcloud billing accounts list --filter='open=true'
    ask account 'Which billing account pays?' --billing-account
  fi
  run gcloud billing projects link "$project" --billing-account "$account" ||
    die "$account could not be made to pay: you need the role Billing Account User on it, and it has to be open."
fi
variables+=("billing_account=$account")

step 'First APIs'
first_apis=(
  cloudbilling.googleapis.com cloudresourcemanager.googleapis.com firebase.googleapis.com firebasehosting.googleapis.com
  iam.googleapis.com secretmanager.googleapis.com serviceusage.googleapis.com storage.googleapis.com
)
enabled="$(answer_of '' gcloud services list --enabled --project "$project" --format='value(config.name)')"
to_enable=()
for api in "${first_apis[@]}"; do
  grep -qxF "$api" <<<"$enabled" || to_enable+=("$api")
done
if ((${#to_enable[@]} == 0)); then
  say 'Enabled.'
else
  run gcloud services enable "${to_enable[@]}" --project "$project"
fi

step "State bucket gs://$state_bucket"
printf '{}' >"$settings"
if is_there gcloud storage buckets describe "gs://$state_bucket" --format='value(versioning_enabled)'; then
  versioned="$(cat "$work/answer")"
  is_there gcloud storage cat "gs://$state_bucket/settings.tfvars.json" && cp "$work/answer" "$settings"
else
  versioned=''
  # Before anything is kept there, where it is to be has to be known.
  run gcloud storage buckets create "gs://$state_bucket" --project "$project" --location "${region:-europe-west1}" \
    --uniform-bucket-level-access --public-access-prevention
fi
if [[ "$versioned" == True ]]; then
  say 'There, and versioned.'
else
  run gcloud storage buckets update "gs://$state_bucket" --versioning
fi

step 'Settings'
cp "$settings" "$work/before.json"
known() { [[ -n "$(setting "$1")" ]] || printf '%s\n' ${variables[@]+"${variables[@]}"} | grep -q "^$1="; }
if ! known alert_email; then
  ask alert_email 'Where shall alerts go (an e-mail address)?' --alert-email
  variables+=("alert_email=$alert_email")
fi
if [[ -n "$github" ]]; then
  if [[ -n "$dry_run" ]]; then
    show curl "$github_api/repos/$github"
  else
    printf 'header = "User-Agent: playkin-setup"\n' | request GET "$github_api/repos/$github" >"$work/repository"
    [[ "$(status)" == 200 ]] ||
      die "GitHub does not tell of $github (status $(status)). If it is private: --set github_repository_id=… and --set github_owner_id=…, as gh api repos/$github --jq .id,.owner.id prints them."
    variables+=("github_repository_id=$(json it.id <"$work/repository")" "github_owner_id=$(json it.owner.id <"$work/repository")")
  fi
fi
known github_repository_id && known github_owner_id || [[ -n "$dry_run" ]] || die 'Which repository may deploy? Expected --github OWNER/NAME.'
variables+=("project_id=$project")
node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const [file, ...pairs] = process.argv.slice(1);
  const all = JSON.parse(readFileSync(file, "utf8"));
  for (const pair of pairs) all[pair.slice(0, pair.indexOf("="))] = pair.slice(pair.indexOf("=") + 1);
  writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(all).sort()), null, 2) + "\n");
' "$settings" "${variables[@]}"
region="$(setting region)"
region="${region:-europe-west1}"
if cmp -s "$settings" "$work/before.json"; then
  say 'As before.'
else
  show gcloud storage cp SETTINGS "gs://$state_bucket/settings.tfvars.json"
  [[ -n "$dry_run" ]] || gcloud storage cp "$settings" "gs://$state_bucket/settings.tfvars.json"
fi

step 'Firebase and its Hosting site'
as_owner GET "$firebase/v1beta1/projects/$project" >/dev/null
if [[ "$(status)" == 200 ]]; then
  say 'Firebase is there.'
else
  as_owner POST "$firebase/v1beta1/projects/$project:addFirebase" '{}' >"$work/added"
  [[ -n "$dry_run" || "$(status)" == 200 ]] ||
    die "Firebase could not be added (status $(status)): $(cat "$work/added"). Where its terms were never accepted, add it once at https://console.firebase.google.com, then go on here."
  # It is there when its operation says so, mostly within a minute.
  for ((attempt = 0; attempt < 60; attempt += 1)); do
    [[ -z "$dry_run" ]] || break
    as_owner GET "$firebase/v1beta1/projects/$project" >/dev/null
    [[ "$(status)" != 200 ]] || break
    sleep 2
  done
fi
as_owner GET "$hosting/v1beta1/projects/$project/sites/$project" >/dev/null
if [[ "$(status)" == 200 ]]; then
  say "The site $project is there."
else
  as_owner POST "$hosting/v1beta1/projects/$project/sites?siteId=$project" '{}' >"$work/added"
  [[ -n "$dry_run" || "$(status)" == 200 ]] || die "The Hosting site could not be made (status $(status)): $(cat "$work/added")."
fi

step 'Terraform'
init=(init -input=false -reconfigure "-backend-config=bucket=$state_bucket")
if [[ -n "$dry_run" ]]; then show terraform "-chdir=$here/terraform" "${init[@]}"; else terraform_here "${init[@]}" >/dev/null; fi

step 'Secrets'
secrets=(IGDB_CLIENT_ID IGDB_CLIENT_SECRET IGDB_WEBHOOK_SECRET)
empty=()
for secret in "${secrets[@]}"; do
  if is_there gcloud secrets versions list "$secret" --project "$project" --filter='state=enabled' --limit=1 --format='value(name)' &&
    [[ -s "$work/answer" ]]; then
    continue
  fi
  empty+=("$secret")
done
if ((${#empty[@]} == 0)); then
  say 'Each holds something.'
else
  # A service cannot start before its secrets hold something and may be read: their places come first.
  apply -target=google_secret_manager_secret.secret -target=google_secret_manager_secret_iam_member.reader
  for secret in "${empty[@]}"; do
    if [[ -n "$dry_run" ]]; then
      value=''
    elif [[ "$secret" == IGDB_WEBHOOK_SECRET ]]; then
      # Nobody needs to know it but IGDB and the function.
      value="$(node -p 'require("node:crypto").randomBytes(32).toString("hex")')"
    else
      [[ ! -t 0 ]] || printf '%s (from https://dev.twitch.tv/console/apps; it is not shown): ' "$secret" >&2
      IFS= read -rs value || [[ -n "$value" ]] || die "Expected $secret on standard input: the client id in the first line, the secret in the second."
      [[ ! -t 0 ]] || printf '\n' >&2
      [[ -n "$value" ]] || die "$secret is empty."
    fi
    printf '%s' "$value" | run gcloud secrets versions add "$secret" --project "$project" --data-file=-
  done
  value=''
fi

step 'Infrastructure'
apply

step 'What the deploy workflow needs'
say 'Variables of the GitHub repository (none of them is secret):'
if [[ -n "$dry_run" ]]; then
  show terraform "-chdir=$here/terraform" output -json
else
  terraform_here output -json >"$work/outputs"
  # shellcheck disable=SC2016 # It is JavaScript.
  json 'Object.entries(it.repository_variables.value).map(([name, value]) => `gh variable set ${name} --body ${value}`).join("\n") + "\n"' <"$work/outputs"
fi

services="$(answer_of '' gcloud run services list --project "$project" --region "$region" --format='csv[no-heading](metadata.name,status.url,spec.template.spec.containers[0].image)')"
url_of() {
  if [[ -n "$dry_run" ]]; then printf 'https://%s-URL' "$1"; else grep "^$1," <<<"$services" | cut -d, -f2; fi
}
if [[ "$services" == *,us-docker.pkg.dev/cloudrun/container/hello* ]]; then
  say ''
  say 'What is left: set the variables above, let the workflow deploy run on main (gh workflow run ci.yml), and run this once more:'
  say 'it then registers the webhooks of IGDB and makes the first night.'
  exit 0
fi

step 'Webhooks of IGDB'
webhook_url="$(url_of webhook)"
if [[ -n "$dry_run" ]]; then
  show gcloud secrets versions access latest --secret IGDB_CLIENT_ID --project "$project"
  show gcloud secrets versions access latest --secret IGDB_CLIENT_SECRET --project "$project"
  show gcloud secrets versions access latest --secret IGDB_WEBHOOK_SECRET --project "$project"
  show curl --request POST --config - "$twitch_token"
  show curl --config - "$igdb/webhooks/"
  for method in create update delete; do show curl --request POST --data "method=$method" --config - "$igdb/games/webhooks"; done
else
  secret_of() { gcloud secrets versions access latest --secret "$1" --project "$project"; }
  client_id="$(secret_of IGDB_CLIENT_ID)"
  token="$({
    printf 'data-urlencode = "client_id=%s"\n' "$client_id"
    printf 'data-urlencode = "client_secret=%s"\n' "$(secret_of IGDB_CLIENT_SECRET)"
    printf 'data = "grant_type=client_credentials"\n'
  } | request POST "$twitch_token")"
  [[ "$(status)" == 200 ]] ||
    die "Twitch gives no token (status $(status)): the client id or the secret is wrong. Add the right ones: see Rotate a secret in functions/deploy/README.md."
  headers="$(printf 'header = "Client-ID: %s"\nheader = "Authorization: Bearer %s"\n' "$client_id" "$(json it.access_token <<<"$token")")"
  webhooks="$(request GET "$igdb/webhooks/" <<<"$headers")"
  [[ "$(status)" == 200 ]] || die "IGDB does not list its webhooks (status $(status))."
  # IGDB numbers the methods: 0 create, 1 delete, 2 update.
  for method in 'create 0' 'delete 1' 'update 2'; do
    registered="$(json "it.some((one) => one.url === '$webhook_url' && one.sub_category === ${method#* } && one.active)" <<<"$webhooks")"
    if [[ "$registered" == true ]]; then
      say "${method% *} is registered."
      continue
    fi
    {
      printf '%s\n' "$headers"
      printf 'data-urlencode = "url=%s"\n' "$webhook_url"
      printf 'data-urlencode = "secret=%s"\n' "$(secret_of IGDB_WEBHOOK_SECRET)"
      printf 'data = "method=%s"\n' "${method% *}"
    } | request POST "$igdb/games/webhooks" >/dev/null
    [[ "$(status)" == 200 ]] || die "IGDB does not take the webhook for ${method% *} (status $(status))."
    say "${method% *} registered."
  done
fi

step 'First night'
if is_there gcloud storage objects describe "gs://$data_bucket/latest.json" --format='value(name)'; then
  say 'Something is published; the scheduler makes the nights.'
else
  for stage in ingest similarity publish; do
    url="$(url_of "$stage")"
    if [[ -n "$dry_run" ]]; then
      show curl --request POST --max-time 1800 --config - "$url/"
      continue
    fi
    # ingest ends before its half hour is over, and goes on when it is called again.
    for ((call = 1; call <= 10; call += 1)); do
      say "$stage runs, for at most half an hour …"
      {
        printf 'header = "Authorization: Bearer %s"\n' "$(gcloud auth print-identity-token)"
        printf 'max-time = 1800\ndata = ""\n'
      } | request POST "$url/" >"$work/summary"
      [[ "$(status)" != 409 ]] || die "$stage waits for another run: $(cat "$work/summary")"
      [[ "$(status)" == 200 ]] || die "$stage failed (status $(status)): $(cat "$work/summary")"
      [[ "$(json it.complete <"$work/summary")" == false ]] || break
    done
    cat "$work/summary" && say ''
  done
fi

if [[ -n "$dry_run" ]]; then
  step 'Nothing was changed'
  exit 0
fi

step 'Done'
say "The site: https://$(setting site_host | grep . || printf '%s.web.app' "$project")"
