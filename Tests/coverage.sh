#!/bin/sh
# Line coverage of Sources and Plugins from the last `swift test --enable-code-coverage`; fails below 90 %.
set -eu
cd "$(dirname "$0")/.."
json=$(swift test --show-codecov-path)
python3 - "$json" "$(pwd)" <<'PY'
import json, sys
data, root = json.load(open(sys.argv[1]))["data"][0], sys.argv[2] + "/"
groups = {}
for file in data["files"]:
    name = file["filename"].removeprefix(root)
    if not name.startswith(("Sources/", "Plugins/")): continue
    lines = file["summary"]["lines"]
    group = "/".join(name.split("/")[:2])
    covered, count = groups.get(group, (0, 0))
    groups[group] = (covered + lines["covered"], count + lines["count"])
covered = sum(c for c, _ in groups.values()); count = sum(n for _, n in groups.values())
for group, (c, n) in sorted(groups.items()): print(f"{group:32} {100 * c / max(n, 1):6.2f} %  {c}/{n}")
print(f"{'all':32} {100 * covered / count:6.2f} %  {covered}/{count}")
sys.exit(0 if covered >= 0.9 * count else 1)
PY
