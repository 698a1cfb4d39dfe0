#!/bin/sh
# Asks what has just been deployed whether it works, and starts no work by it.
#
#   smoke-test.sh stage NAME URL      with an identity token in TOKEN
#   smoke-test.sh recommend URL
#   smoke-test.sh webhook URL
#   smoke-test.sh site URL
#   smoke-test.sh release URL         prints yes or none: whether recommend answers from a release
#
# RELEASE=none says that none was published before: the first night comes after the first deploy.
set -eu

# A new revision takes seconds to start; Hosting takes some to hand out what is new.
ask() {
  curl --silent --show-error --max-time 60 --retry 5 --retry-delay 2 --retry-connrefused "$@"
}

fail() {
  echo "::error::Smoke test: $*" >&2
  exit 1
}

# Prints the status alone.
status() {
  ask --output /dev/null --write-out '%{http_code}' "$@"
}

expect() {
  [ "$1" = "$2" ] || fail "$3: expected $2, found $1."
}

check_recommend() {
  if [ "${RELEASE:-yes}" = none ]; then
    expect "$(status "$1/api/nothing")" 404 "$1, asked for what is not there"
    return
  fi
  found=$(ask --fail "$1/api/search?q=&limit=1") || fail "$1 finds no game."
  id=$(printf '%s' "$found" | jq -r '.results[0].game.id // empty' 2> /dev/null) || true
  [ -n "$id" ] || fail "$1 finds no game."
  answer=$(ask --fail "$1/api/recommend?like=$id&limit=10") || fail "$1 does not recommend."
  count=$(printf '%s' "$answer" | jq '.results | length')
  [ "$count" -gt 0 ] || fail "$1 recommends nothing to who loves $id."
}

case "$1" in
  stage)
    expect "$(status "$3/")" 403 "$2, asked by a stranger"
    answer=$(ask --fail --header "Authorization: Bearer $TOKEN" "$3/") || fail "$2 does not answer its deployer."
    expect "$(printf '%s' "$answer" | jq -r .stage)" "$2" "the name of $3"
    echo "$2 is version $(printf '%s' "$answer" | jq -r .version)."
    ;;
  recommend)
    check_recommend "$2"
    echo 'recommend answers.'
    ;;
  webhook)
    expect "$(status --request POST "$2/")" 401 'webhook, called without its secret'
    echo 'webhook refuses strangers.'
    ;;
  site)
    ask --fail "$2/" | grep -q '<title>' || fail "$2 shows no page."
    check_recommend "$2"
    echo "$2 answers."
    ;;
  release)
    if ask "$2/api/health" | jq -e '.status == "ok"' > /dev/null 2>&1; then echo yes; else echo none; fi
    ;;
  *) fail "there is no test of $1." ;;
esac
