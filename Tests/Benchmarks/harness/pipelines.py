#!/usr/bin/env python3
"""Times `fsel run` against the Python and R scripts that do the same, whole process against whole process.

    pipelines.py --cases DIR --fsel PROGRAM --python PYTHON [--rscript Rscript] [--only csv_small,...] [--rounds 3]

Each reads a CSV file, splits off a quarter for testing, scales, selects by a cross-validated lasso, refits the selection by a
cross-validated ridge, measures on the test part and writes an archive.

    equal    the same test rows, folds, lambda grid and relative gap (--gap) for all; each peer's loosest tolerance that
             meets the gap is searched for once and kept in --tolerances. The ridge of scikit-learn is scored by its
             leave-one-out shortcut, which costs it less than the folds would.
    habits   what each one's users would write; the results differ.

Wall time from start to exit, CPU time of all processes, and the peak memory of the largest process. The programs take turns.
"""

import argparse
import json
import os
import pathlib
import re
import signal
import statistics
import subprocess
import tempfile
import threading
import time

import cases
import peers
import table

HERE = pathlib.Path(__file__).resolve().parent

PIPELINE = """<?xml version="1.0" encoding="UTF-8"?>
<pipeline xmlns="urn:fsel:pipeline:1" name="bench" seed="0">
  <param name="data" type="path"/>
  <load path="${{data}}">
    <target column="target"/>{columns}
    <split {split} test="0.25"/>
  </load>
  <normalize method="zscore"/>
  <l1-select{tolerance}><cv {folds} rule="min"/></l1-select>
  <l2-refit><cv {folds} rule="min"/></l2-refit>
  <evaluate on="test"/>
</pipeline>
"""


def pipeline(how, gap):
    if how == "habits":
        return PIPELINE.format(columns="", split='method="random"', tolerance="", folds='folds="5"')
    return PIPELINE.format(
        columns='\n    <column name="fold" role="fold"/>', split='method="time" key="fold"',
        tolerance=f' tolerance="{gap:g}"', folds='split="column"')


def measure(command, limit):
    """Wall and CPU seconds, peak MB and what was printed; the status is 0, a signal's negative or an exit code."""
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=printed, stderr=printed,
            start_new_session=True)
        timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        text = printed.read().decode(errors="replace")
    return dict(
        wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss / 1024, text=text.strip(),
        status=process.returncode)


def facts(who, text):
    """Selected features and test R2, as the program printed them."""
    if who == "fsel":
        selected = re.search(r"selected +([0-9]+) of", text)
        r2 = re.search(r"r2 ([-0-9.e]+)", text)
        return f"{selected[1]} features, R2 {float(r2[1]):.4f}" if selected and r2 else text[-200:]
    try:
        report = json.loads(text.splitlines()[-1])
        return f"{report['selected']} features, R2 {report['r2']:.4f}"
    except (ValueError, KeyError, IndexError):
        return text[-200:]


def script(who, setup):
    if who == "python":
        return [setup.python, "-W", "ignore", "-B", HERE / "pipeline_python.py"]
    return [setup.rscript, "--vanilla", HERE / "pipeline_r.R"]


def tolerance(name, who, setup, known):
    """The loosest tolerance, by decades, at which the script's path meets the gap."""
    key = f"{name}/pipeline/{who}"
    if key not in known:
        data = pathlib.Path(setup.cases) / name / "folds.csv"
        for tol in peers.tolerances("sklearn" if who == "python" else "glmnet"):
            run = measure([*script(who, setup), data, "-", "gap", f"{tol:g}"], 10 * setup.limit)
            reached = float(run["text"].split()[-1])
            known[key] = dict(tol=tol, gap=reached)
            if reached <= setup.gap:
                break
        setup.tolerances.write_text(json.dumps(known, indent=1))
    return known[key]["tol"]


def commands(name, how, setup, known, folder):
    """Each program's command line."""
    data = pathlib.Path(setup.cases) / name / ("data.csv" if how == "habits" else "folds.csv")
    xml = pathlib.Path(folder) / "bench.xml"
    xml.write_text(pipeline(how, setup.gap))
    found = {"fsel": [setup.fsel, "run", xml, "--set", f"data={data}"]}
    for who in ("python", "r"):
        last = [f"{tolerance(name, who, setup, known):g}"] if how == "equal" else []
        found[who] = [*script(who, setup), data, pathlib.Path(folder) / "out.zip", how, *last]
    # The file is in the page cache for all of them.
    with open(data, "rb") as file:
        while file.read(1 << 24):
            pass
    return found


def compare(name, how, setup, known):
    runs = {}
    with tempfile.TemporaryDirectory() as folder:
        for round_number in range(setup.rounds):
            for who, command in commands(name, how, setup, known, folder).items():
                done = runs.setdefault(who, [])
                # A slow one is not repeated for longer than its budget.
                if round_number > 0 and sum(run["wall"] for run in done) > setup.budget:
                    continue
                done.append(measure(command, setup.limit))
    return runs


def row(name, how, runs):
    def median(who, what):
        return statistics.median(run[what] for run in runs[who])

    cells = []
    for who in runs:
        last = runs[who][-1]
        failed = f" **status {last['status']}**" if last["status"] else ""
        wall, cpu = (table.seconds(median(who, what)) for what in ("wall", "cpu"))
        cells.append(f"{wall} ({cpu} CPU, {median(who, 'peak'):.0f} MB; {facts(who, last['text'])}){failed}")
    ratios = " / ".join(f"{median(who, 'wall') / median('fsel', 'wall'):.2g}" for who in ("python", "r"))
    return f"| {name} | {how} | {' | '.join(cells)} | {ratios} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", required=True, help="the folder that cases.py wrote")
    parser.add_argument("--fsel", required=True, help="the program")
    parser.add_argument("--python", required=True, help="of the environment with scikit-learn and polars")
    parser.add_argument("--rscript", default="Rscript")
    parser.add_argument(
        "--only", default=",".join(name for name in cases.CASES if name not in cases.NUMERIC), help="names of cases")
    parser.add_argument("--how", default="equal,habits")
    parser.add_argument("--gap", type=float, default=1e-6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600, help="seconds for one run")
    parser.add_argument("--budget", type=float, default=120, help="seconds after which one program is not repeated")
    parser.add_argument("--tolerances", default="tolerances.json", type=pathlib.Path)
    setup = parser.parse_args()
    known = json.loads(setup.tolerances.read_text()) if setup.tolerances.exists() else {}
    print("| file | how | fsel s | Python s | R s | Python / R over fsel |\n|---|---|---|---|---|---|", flush=True)
    for name in setup.only.split(","):
        for how in setup.how.split(","):
            print(row(name, how, compare(name, how, setup, known)), flush=True)


if __name__ == "__main__":
    main()
