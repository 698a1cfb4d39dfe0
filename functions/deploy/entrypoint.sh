#!/bin/sh
# Without arguments: the function that FUNCTION_TARGET names, on PORT (8080 unless set). With arguments: a command of package.json.
set -eu
app=/app
if [ $# -gt 0 ]; then
  exec node "$app/functions/dist/local.js" "$@"
fi
if [ -z "${FUNCTION_TARGET:-}" ]; then
  echo 'Nothing to do: set FUNCTION_TARGET to ingest, similarity, publish, recommend or webhook, or give a command (--help lists them).' >&2
  exit 2
fi
# Of recommend what is new lives no longer than a request: with a small nursery its memory stays a tenth smaller, at the same speed.
if [ "$FUNCTION_TARGET" = recommend ]; then
  exec node --max-semi-space-size=4 "$app/node_modules/@google-cloud/functions-framework/build/src/main.js" --source="$app"
fi
exec node "$app/node_modules/@google-cloud/functions-framework/build/src/main.js" --source="$app"
