#!/bin/sh
# Makes the cases that are missing, times everything and prints the tables: run.sh OUT, with VENV, VENV_OLD and FSEL set to
# the two Python environments and the program; DATA is the folder with the real data sets, ONLY names of cases.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
out=$1
harness=$folder/harness
python=$VENV/bin/python
export PYTHONDONTWRITEBYTECODE=1
"$python" "$harness/gap_test.py"
mkdir -p "$out/cases"
only=${ONLY:-$("$python" "$harness/cases.py" --list | cut -d' ' -f1)}
numeric=""
files=""
for name in $(echo "$only" | tr ',' ' '); do
    case $name in
        digits | khan) [ -n "${DATA:-}" ] || { echo "$name is left out: it needs DATA" >&2; continue; } ;;
    esac
    [ -f "$out/cases/$name/case.json" ] || "$python" "$harness/cases.py" "$out/cases" "$name" --data "${DATA:-}"
    case $name in
        csv_*) files="$files,$name" ;;
        *) numeric="$numeric,$name" ;;
    esac
done
if [ -n "$numeric" ]; then
    "$python" "$harness/solvers.py" --cases "$out/cases" --only "${numeric#,}" --python "$python" \
        --python-old "$VENV_OLD/bin/python" --solver-bench "$folder/.build/release/solver-bench" \
        --tolerances "$out/tolerances.json" --results "$out/solvers.jsonl"
fi
if [ -n "$files" ]; then
    "$python" "$harness/pipelines.py" --cases "$out/cases" --only "${files#,}" --python "$python" --fsel "$FSEL" \
        --tolerances "$out/pipeline-tolerances.json"
fi
