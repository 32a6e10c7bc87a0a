"""Markdown tables from the results of solvers.py.

    table.py RESULTS.jsonl TOLERANCES.json [--cpu]
"""

import argparse
import json
import pathlib
import statistics

import cases


def seconds(value):
    for bound, digits in ((0.1, 4), (1, 3), (10, 2)):
        if value < bound:
            return f"{value:.{digits}f}"
    return f"{value:.0f}"


def short(row):
    """One line on a tolerance that was searched for."""
    if row.get("status") != "met":
        return f"{row.get('status')} {row.get('note', '')}"
    gap = f", gap {row['gap']:.1e}" if "gap" in row else ""
    return f"{seconds(row['seconds'])} s at tolerance {row['tol']:.1e}{gap}"


def cost(row):
    """What counts against a peer: its median, its time when the tolerance was found, or the limit."""
    if row.get("status") == "limit":
        return row["limit"]
    if row.get("status") != "met":
        return None
    value = row["seconds"]
    return statistics.median(value) if isinstance(value, list) else value


def cpu(row):
    value = row.get("cpu")
    return min(value) if isinstance(value, list) and value else value


def cell(row, name=""):
    if row.get("status") == "limit":
        text = f"> {row['limit']:.0f}"
    else:
        once = "" if isinstance(row["seconds"], list) else "~"
        facts = [f"{seconds(cpu(row))} CPU"] + ([f"{row['gap']:.0e}"] if "gap" in row else [])
        text = f"{once}{seconds(cost(row))} ({', '.join(facts)})"
    return f"{name} {text}".strip()


def latest(path):
    """The last result of each case and task, in the order of the cases."""
    rows = {(row["case"], row["task"]): row for row in map(json.loads, pathlib.Path(path).read_text().splitlines())}
    names = list(cases.CASES)
    return sorted(rows.values(), key=lambda row: (names.index(row["case"]), row["task"]))


def against(result, known):
    """Each peer's row: timed side by side where it was, else from the search of tolerances."""
    prefix = f"{result['case']}/{result['task']}/"
    rows = {key.removeprefix(prefix): row for key, row in known.items() if key.startswith(prefix)}
    rows |= {who: row for who, row in result["rows"].items() if who != "fsel"}
    return {who: row for who, row in rows.items() if cost(row) is not None}


def solvers(results, known, setup=None):
    """The comparison, and what the peers' default tolerances reach."""
    lines = [
        "| case | task | fsel s (CPU s, gap) | best peer s (CPU s, gap) | ratio | CPU ratio | others |",
        "|---|---|---|---|---|---|---|"]
    for result in latest(results):
        ours = result["rows"].get("fsel", {})
        rows = sorted(against(result, known).items(), key=lambda item: cost(item[1]))
        if not rows:
            continue
        best_name, best = rows[0]
        has_ours = ours.get("status") == "met" and ours["seconds"]
        more = ">= " if best["status"] == "limit" else ""
        ratio = f"{more}{cost(best) / cost(ours):.2g}" if has_ours else ""
        by_cpu = f"{cpu(best) / cpu(ours):.2g}" if has_ours and best["status"] == "met" else ""
        others = "; ".join(cell(row, name) for name, row in rows[1:])
        own = cell(ours) if has_ours else ours.get("status", "")
        cells = [result["case"], result["task"], own, cell(best, best_name), ratio, by_cpu, others]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "Peers at their default tolerance:", "", "| case | task | seconds (gap reached) |", "|---|---|---|"]
    for result in latest(results):
        prefix = f"{result['case']}/{result['task']}/"
        defaults = []
        for key, row in known.items():
            if key.startswith(prefix) and "default" in row:
                at = row["default"]
                gap = f" ({at['gap']:.0e})" if "gap" in at else ""
                defaults.append(f"{key.removeprefix(prefix)} {seconds(at['seconds'])}{gap}")
        if defaults:
            lines.append(f"| {result['case']} | {result['task']} | {'; '.join(defaults)} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("results")
    parser.add_argument("tolerances", type=pathlib.Path)
    arguments = parser.parse_args()
    print(solvers(arguments.results, json.loads(arguments.tolerances.read_text())))


if __name__ == "__main__":
    main()
