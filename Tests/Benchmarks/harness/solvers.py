#!/usr/bin/env python3
"""Times fsel's solver and its peers on the cases of cases.py, at one duality gap, and prints the README's table.

    solvers.py --cases DIR --solver-bench PROGRAM --python PYTHON --python-old PYTHON [--only NAME,...] [--tasks ...]

1. For each case, task and peer the loosest tolerance is found at which the gap that gap.py computes is within --gap, once:
   it is kept in --tolerances, beside the seconds and the gap of the peer's default tolerance.
2. All programs load the case and warm up. Then they solve in turn, A B C A B C ..., one at a time; the medians count.
   Peers that took more than --slow times the fastest one in step 1 keep the time of step 1.
3. A peer that reaches --limit counts at the limit; one that takes ten times as long as the fastest before it is left at that.
   Cross-validation runs at the tolerance that the path needed.

CPU seconds are those of all threads and of child processes. Results are added to --results, a line of JSON each.
"""

import argparse
import datetime
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

import numpy as np

import cases
import gap
import peers
import table
from contenders import Died, Fsel, Limit, Peer

SHORTEST_LIMIT = 5  # seconds
PAUSE = 0.5  # seconds before each solve, for the threads of the one before to have stopped spinning


class Bench:
    """One case, loaded."""

    def __init__(self, name, setup):
        self.setup = setup
        self.facts, self.x, self.y = cases.load(setup.cases, name)
        self.top = gap.lambda_max(self.facts["family"], self.x, self.y)
        self.workers = {}

    def lambdas(self, task):
        if task.startswith("lambda"):
            return np.array([self.top / float(task.removeprefix("lambda"))])
        return gap.grid(self.facts, self.x, self.y)

    def largest_gap(self, task, w):
        return float(gap.relative_gaps(self.facts["family"], self.x, self.y, w, self.lambdas(task)).max())

    def worker(self, peer):
        if peer not in self.workers:
            self.workers[peer] = Peer(peer, self.facts, self.setup)
        return self.workers[peer]

    def solve(self, peer, task, tol, limit=None):
        """One answer of a peer with its gap; a process that was stopped or died is forgotten."""
        try:
            answer = self.worker(peer).solve(task, self.lambdas(task), tol, limit or self.setup.limit)
        except (Limit, Died):
            if peer in self.workers:
                self.workers.pop(peer).close()
            raise
        if task != "cv":
            answer["gap"] = self.largest_gap(task, answer.pop("w"))
        return answer

    def close(self):
        for worker in self.workers.values():
            worker.close()


# 1. Tolerances

def search_limit(bench, task, known):
    """Seconds after which a peer is out of the running: ten times the fastest so far, and the limit at most."""
    prefix = f"{bench.facts['name']}/{task}/"
    met = [row["seconds"] for key, row in known.items() if key.startswith(prefix) and row.get("status") == "met"]
    return min([bench.setup.limit] + [max(SHORTEST_LIMIT, 10 * seconds) for seconds in met])


def search(bench, task, peer, limit):
    """The loosest tolerance that meets the gap, to half a decade: status met, limit, failed or 'gap not met'."""
    found, before = {}, None
    try:
        for tol in peers.tolerances(peer):
            answer = bench.solve(peer, task, tol, limit)
            found.setdefault("default", dict(tol=tol, seconds=answer["seconds"], gap=answer["gap"]))
            found |= dict(answer, tol=tol)
            if answer["gap"] <= bench.setup.gap:
                break
            before = tol
        else:
            return found | dict(status="gap not met")
    except Limit:
        return found | dict(status="limit", limit=limit, tol=tol)
    except Died as error:
        return found | dict(status="failed", note=str(error))
    if before is not None:
        try:
            middle = float(np.sqrt(before * tol))
            answer = bench.solve(peer, task, middle, limit)
            if answer["gap"] <= bench.setup.gap:
                found |= dict(answer, tol=middle)
        except (Limit, Died):
            pass  # a looser tolerance that takes longer is of no use
    return found | dict(status="met")


def search_cv(bench, peer, path, limit):
    """Cross-validation at the default tolerance and at the path's."""
    if path["status"] != "met":
        return dict(path, note="the path")
    found = {}
    try:
        answer = bench.solve(peer, "cv", peers.tolerances(peer)[0], limit)
        found["default"] = dict(answer, tol=peers.tolerances(peer)[0])
        found |= dict(bench.solve(peer, "cv", path["tol"], limit), tol=path["tol"], status="met")
    except Limit:
        found |= dict(status="limit", limit=limit, tol=path["tol"])
    except Died as error:
        found |= dict(status="failed", note=str(error))
    return found


def again(bench, task, peer, row):
    """A row that is known, timed again: the tolerances stay."""
    try:
        default = bench.solve(peer, task, row["default"]["tol"])
        answer = bench.solve(peer, task, row["tol"])
    except Limit:
        return dict(row, status="limit", limit=bench.setup.limit)
    except Died as error:
        return dict(status="failed", note=str(error))
    return row | answer | dict(
        status="met", default=dict(tol=row["default"]["tol"], seconds=default["seconds"], gap=default["gap"]))


def tolerances(bench, tasks, known, path):
    """Fills in what is not known of this case, and keeps it at once."""
    name = bench.facts["name"]
    for peer in peers.peers_for(bench.facts):
        for task in sorted(set(tasks) | ({"path"} if "cv" in tasks else set()), key=lambda task: task == "cv"):
            key = f"{name}/{task}/{peer}"
            status = known.get(key, {}).get("status", "failed")
            if task == "cv" and not peers.has_cv(peer, bench.facts["family"]):
                continue
            if status != "failed" and not bench.setup.refresh:
                continue
            limit = search_limit(bench, task, known)
            if task == "cv":
                known[key] = search_cv(bench, peer, known[f"{name}/path/{peer}"], limit)
            elif status == "met":
                known[key] = again(bench, task, peer, known[key])
            else:
                known[key] = search(bench, task, peer, limit)
            known[key]["load"] = os.getloadavg()[0]
            path.write_text(json.dumps(known, indent=1))
            print(key, table.short(known[key]), file=sys.stderr, flush=True)
        if peer in bench.workers:
            bench.workers.pop(peer).close()


# 2. Times

def contenders(bench, task, known, slow):
    """fsel, and the peers worth timing again."""
    name = bench.facts["name"]
    rows = {peer: known.get(f"{name}/{task}/{peer}", {}) for peer in peers.peers_for(bench.facts)}
    met = {peer: row for peer, row in rows.items() if row.get("status") == "met"}
    fastest = min((row["seconds"] for row in met.values()), default=0)
    return [peer for peer, row in met.items() if row["seconds"] <= slow * fastest + 0.05]


def measure(bench, task, known):
    """Interleaved rounds; a row of results for fsel and each peer timed."""
    setup, name = bench.setup, bench.facts["name"]
    chosen = contenders(bench, task, known, setup.slow)
    rows = {}
    fsel = None if setup.no_fsel else Fsel(task, bench.facts, setup)
    for round_number in range(setup.rounds):
        for who in ([] if fsel is None else ["fsel"]) + chosen:
            row = rows.setdefault(who, dict(seconds=[], cpu=[], status="met"))
            # A slow one is not repeated for longer than its budget.
            if row["status"] != "met" or round_number > 0 and sum(row["seconds"]) > setup.budget:
                continue
            time.sleep(PAUSE)
            try:
                if who == "fsel":
                    answer = fsel.solve(task, None, None, setup.limit)
                    if task != "cv":
                        w = answer.pop("w")
                        answer["gap"] = row["gap"] if "gap" in row else bench.largest_gap(task, w)
                else:
                    tol = known[f"{name}/{task}/{who}"]["tol"]
                    answer = bench.solve(who, task, tol) | dict(tol=tol)
            except (Limit, Died) as error:
                row |= dict(status="limit" if isinstance(error, Limit) else "failed", limit=setup.limit)
                continue
            row["seconds"].append(answer.pop("seconds"))
            row["cpu"].append(answer.pop("cpu"))
            row |= answer
    if fsel is not None:
        fsel.close()
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", required=True, help="the folder that cases.py wrote")
    parser.add_argument("--solver-bench", help="the program; without it only tolerances are searched")
    parser.add_argument("--python", required=True, help="of the environment with scikit-learn and skglm")
    parser.add_argument("--python-old", required=True, help="of the environment with celer and adelie")
    parser.add_argument("--rscript", default="Rscript")
    parser.add_argument("--only", default=",".join(cases.NUMERIC), help="names of cases")
    parser.add_argument("--tasks", default="path,cv,lambda20,lambda100")
    parser.add_argument("--gap", type=float, default=1e-6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60, help="seconds for one request")
    parser.add_argument("--budget", type=float, default=30, help="seconds after which one program is not repeated")
    parser.add_argument("--slow", type=float, default=4, help="a factor")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--tolerances", default="tolerances.json", type=pathlib.Path)
    parser.add_argument("--results", default="solvers.jsonl", type=pathlib.Path)
    parser.add_argument(
        "--refresh", action="store_true", help="time known tolerances again, and search again where the limit was met")
    parser.add_argument("--no-fsel", action="store_true", help="time the peers alone")
    setup = parser.parse_args()
    known = json.loads(setup.tolerances.read_text()) if setup.tolerances.exists() else {}
    tasks = setup.tasks.split(",")
    with tempfile.TemporaryDirectory() as setup.scratch:
        for name in setup.only.split(","):
            bench = Bench(name, setup)
            try:
                tolerances(bench, tasks, known, setup.tolerances)
                for task in tasks if setup.solver_bench or setup.no_fsel else []:
                    rows = measure(bench, task, known)
                    result = dict(
                        case=name, task=task, rows=rows, load=os.getloadavg()[0],
                        date=datetime.datetime.now().isoformat(timespec="seconds"))
                    with setup.results.open("a") as file:
                        file.write(json.dumps(result) + "\n")
                    for who, row in rows.items():
                        seconds = f"{statistics.median(row['seconds']):.4g} s" if row["seconds"] else ""
                        print(name, task, who, row["status"], seconds, file=sys.stderr, flush=True)
            finally:
                bench.close()
    if setup.results.exists():
        print(table.solvers(setup.results, known, setup))


if __name__ == "__main__":
    main()
