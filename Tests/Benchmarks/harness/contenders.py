"""Programs behind pipes, each asked for one solve at a time."""

import json
import os
import pathlib
import select
import signal
import subprocess
import tempfile

import numpy as np

import cases

HERE = pathlib.Path(__file__).resolve().parent


class Limit(Exception):
    """The time limit was reached; the process is gone."""


class Died(Exception):
    """The process ended without an answer."""


class Process:
    """A process that answers each line with one line of JSON."""

    def __init__(self, command):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
            start_new_session=True)

    def end(self):
        """Why the process has ended: the last line of its errors."""
        status = self.process.wait()
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").strip().splitlines()
        return Died(lines[-1] if lines else f"exit status {status}")

    def wait(self, seconds):
        """The next answer; what libraries print between answers is skipped."""
        while select.select([self.process.stdout], [], [], seconds)[0]:
            line = self.process.stdout.readline()
            if not line:
                raise self.end()
            if line.startswith(b"{"):
                return json.loads(line)
        self.close()
        raise Limit

    def ask(self, line, seconds):
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.end() from None
        return self.wait(seconds)

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Peer:
    """A peer with one case loaded and warmed up, for any task."""

    START = 300  # seconds to load a case and to compile

    def __init__(self, name, facts, setup):
        self.facts, self.scratch = facts, pathlib.Path(setup.scratch) / f"{facts['name']}-{name}"
        self.scratch.mkdir(parents=True, exist_ok=True)
        if name.startswith("glmnet"):
            folder = pathlib.Path(setup.cases) / facts["name"]
            command = [
                setup.rscript, "--vanilla", HERE / "worker.R", folder, facts["family"], name, setup.threads]
        else:
            python = setup.python_old if name.startswith(("celer", "adelie")) else setup.python
            command = [python, "-B", HERE / "worker.py", setup.cases, facts["name"], name, setup.threads]
        self.process = Process(command)
        self.process.wait(self.START)

    def solve(self, task, lambdas, tol, seconds):
        """The answer, with the coefficients as `w` unless the task is cross-validation."""
        grid, out = self.scratch / "lambdas", self.scratch / "coefficients"
        lambdas.tofile(grid)
        if task == "cv":
            return self.process.ask(f"cv {grid} {tol:.17g} {cases.fold_count(self.facts)}", seconds)
        answer = self.process.ask(f"path {grid} {tol:.17g} {out}", seconds)
        values = np.fromfile(out)
        out.unlink()
        shape = [self.facts["p"], self.facts.get("classes", 1), len(lambdas)]
        answer["w"] = values.reshape(shape, order="F")
        if "classes" not in self.facts:
            answer["w"] = answer["w"][:, 0]
        return answer

    def close(self):
        self.process.close()


class Fsel:
    """solver-bench with one case loaded, for one task."""

    def __init__(self, task, facts, setup):
        folder = pathlib.Path(setup.cases) / facts["name"]
        self.out = pathlib.Path(setup.scratch) / f"{facts['name']}-{task}.npy"
        matrix = ["--csc", folder / "X"] if "density" in facts else ["--x", folder / "X.npy"]
        if task.startswith("lambda"):
            what = ["--lambda-ratio", task.removeprefix("lambda")]
        else:
            what = ["--path", 100, "--eps", cases.min_ratio(facts)]
        if task == "cv":
            what += ["--cv", cases.fold_count(facts)]
        else:
            what += ["--coefficients", self.out]
        self.process = Process([
            setup.solver_bench, *matrix, "--y", folder / "y.npy", "--family", facts["family"], "--no-intercept",
            "--gap", setup.gap, "--threads", setup.threads, "--serve", *what])

    def solve(self, task, lambdas, tol, seconds):
        answer = self.process.ask("", seconds)
        result = dict(
            seconds=answer["secondsMin"], cpu=answer["cpuSeconds"], nnz=answer["nonZeroCount"],
            certified=answer["largestGap"])
        if "crossValidation" in answer:
            result |= {"lambda": answer["crossValidation"]["lambda"], "nnz": answer["crossValidation"]["nonZeroCount"]}
        if task != "cv":
            result["w"] = np.load(self.out)
            self.out.unlink()
        return result

    def close(self):
        self.process.close()
