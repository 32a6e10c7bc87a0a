#!/bin/sh
# Every diagnostic code that Sources and Plugins can give stands in a test.
set -eu
cd "$(dirname "$0")/.."
status=0
for code in $(grep -rhoE '"FS[0-9]{3}"' Sources Plugins --include='*.swift' | tr -d '"' | sort -u); do
    grep -rqE "$code" Tests --include='*.swift' || { echo "no test names $code" >&2; status=1; }
done
exit $status
