#!/bin/sh
# The same pipeline gives the same content digest whatever the workers, processes, folders, time zone and locale.
# usage: determinism.sh FSEL [FSEL_OF_ANOTHER_BUILD ...]
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(cd "$(dirname "$0")/../.." && pwd)
fsel=$(realpath "$1")
mkdir "$work/one" "$work/a folder of another name"
cp -r "$here/pipelines/." "$work/one"
cp -r "$here/pipelines/." "$work/a folder of another name"

digest() { # digest PROGRAM FOLDER PIPELINE ARGUMENT... : the content digest of a fresh run
    program=$1; folder=$2; pipeline=$3; shift 3
    (cd "$folder" && "$program" run "$pipeline.xml" --quiet --out "$work/b.tar.gz" "$@" >/dev/null)
    tar -xOzf "$work/b.tar.gz" manifest.json | sed -n 's/.*"contentDigest" *: *"\([^"]*\)".*/\1/p'
    sha256sum "$work/b.tar.gz" | cut -d' ' -f1 >>"$work/archives"
    rm -f "$work/b.tar.gz"
}

status=0
for pipeline in diabetes breast-cancer hitters; do
    : >"$work/digests"; : >"$work/archives"
    for jobs in 1 2 8; do digest "$fsel" "$work/one" $pipeline --no-run-record --jobs $jobs >>"$work/digests"; done
    for run in $(seq 20); do digest "$fsel" "$work/one" $pipeline --no-run-record >>"$work/digests"; done
    digest "$fsel" "$work/a folder of another name" $pipeline --no-run-record >>"$work/digests"
    (export TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8; digest "$fsel" "$work/one" $pipeline --no-run-record) >>"$work/digests"
    (export TZ=America/St_Johns LC_ALL=tr_TR.UTF-8 HOME=/nowhere USER=nobody
        digest "$fsel" "$work/one" $pipeline --no-run-record) >>"$work/digests"
    for other in "$@"; do digest "$(realpath "$other")" "$work/one" $pipeline --no-run-record >>"$work/digests"; done
    runs=$(wc -l <"$work/digests")
    digests=$(sort -u "$work/digests" | wc -l)
    archives=$(sort -u "$work/archives" | wc -l)
    echo "$pipeline: $runs runs, $digests digest(s), $archives archive(s): $(head -1 "$work/digests")"
    [ "$digests" = 1 ] && [ "$archives" = 1 ] && [ -s "$work/digests" ] || status=1
done
exit $status
