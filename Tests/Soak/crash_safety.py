#!/usr/bin/env python3
"""Kills `fsel run` while it publishes: the bundle must always be the old or the new one, whole, and the next run succeed.

usage: crash_safety.py FSEL [--kills N] [--no-strace]

1. N runs are killed with SIGKILL at random moments.
2. Every write-type system call of a run is made the last one (SIGKILL on entry), one run each, with strace.
3. Every write-type system call is made to fail (ENOSPC, EIO), one run each, with strace: exit code 74, old bundle whole.
"""
import argparse, os, pathlib, random, re, shutil, signal, subprocess, sys, tempfile, time

CALLS = "write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,unlinkat,mkdir,mkdirat,fchmod,openat,close,link,linkat"
FAILING = "write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,ftruncate,mkdir,mkdirat,close,flock"


class Bench:
    def __init__(self, fsel, root):
        self.fsel, self.root = str(pathlib.Path(fsel).resolve()), pathlib.Path(root)
        project = pathlib.Path(__file__).resolve().parents[2]
        shutil.copytree(project / "pipelines", self.root / "p")
        self.out = self.root / "out" / "b.fsel.tar.gz"
        self.known = {}
        for folds in (5, 10):
            self.run(folds, check=True)
            self.known[folds] = self.out.read_bytes()
        assert self.known[5] != self.known[10], "the two variants must differ"

    def command(self, folds):
        return [self.fsel, "run", str(self.root / "p/diabetes.xml"), "--quiet", "--no-run-record",
                "--set", f"folds={folds}", "--out", str(self.out)]

    def run(self, folds, prefix=(), check=False):
        done = subprocess.run([*prefix, *self.command(folds)], capture_output=True, text=True, timeout=120)
        if check and done.returncode != 0:
            sys.exit(f"a plain run failed with {done.returncode}: {done.stderr}")
        return done

    def expect_whole(self, where):
        found = self.out.read_bytes() if self.out.exists() else None
        if found not in self.known.values():
            sys.exit(f"{where}: the bundle is neither the old nor the new one")
        return found

    def expect_tidy(self, where):
        left = sorted(p.name for p in self.out.parent.iterdir() if p.name != self.out.name and not p.name.endswith(".lock"))
        if left:
            sys.exit(f"{where}: left behind after the next run: {left}")

    def next_run(self, folds, where):
        self.run(folds, check=True)
        if self.out.read_bytes() != self.known[folds]:
            sys.exit(f"{where}: the next run did not publish its bundle")
        self.expect_tidy(where)


def random_kills(bench, count):
    draw = random.Random(1)
    begin = time.monotonic(); bench.run(5, check=True); span = time.monotonic() - begin
    old = new = 0
    for index in range(count):
        folds = 10 if bench.out.read_bytes() == bench.known[5] else 5
        before = bench.out.read_bytes()
        # Half of the kills fall in the last quarter of the run, where the bundle is published.
        moment = draw.uniform(0, span) if index % 2 else draw.uniform(0.75 * span, 1.1 * span)
        child = subprocess.Popen(bench.command(folds), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment); child.send_signal(signal.SIGKILL); child.wait()
        after = bench.expect_whole(f"random kill {index} at {moment:.4f} s")
        old, new = (old + 1, new) if after == before else (old, new + 1)
        if index % 10 == 0:
            bench.next_run(folds, f"random kill {index}")
    bench.next_run(5, "random kills")
    print(f"random kills: {count}, old bundle {old} times, new one {new} times, always whole")


def traced(bench, calls):
    log = bench.root / "trace"
    bench.run(10, prefix=["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={calls}"], check=True)
    return len(re.findall(r"^\d+ +\w+\(", log.read_text(errors="replace"), re.M))


def killed_at_every_call(bench):
    # Counted call by call: strace counts `when` for each call's own name and thread.
    runs = old = new = 0
    for call in CALLS.split(","):
        for when in range(1, 5000):
            bench.run(5, check=True)
            before = bench.out.read_bytes()
            done = bench.run(10, prefix=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                                         "-e", f"inject={call}:signal=KILL:when={when}"])
            if done.returncode == 0:
                break
            runs += 1
            after = bench.expect_whole(f"SIGKILL at {call} number {when}")
            old, new = (old + 1, new) if after == before else (old, new + 1)
            bench.next_run(10, f"SIGKILL at {call} number {when}")
    print(f"killed at every write-type call: {runs} runs, old bundle {old} times, new one {new} times, always whole")


def failing_at_every_call(bench):
    runs = 0
    for call in FAILING.split(","):
        for error in ("ENOSPC", "EIO"):
            for when in range(1, 5000):
                bench.run(5, check=True)
                before = bench.out.read_bytes()
                log = bench.root / "failing"
                done = bench.run(10, prefix=["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}",
                                             "-e", f"inject={call}:error={error}:when={when}"])
                after = bench.expect_whole(f"{error} at {call} number {when}")
                # strace counts per thread: the message itself may be the write that failed.
                message_failed = re.search(r"write\(2, .*INJECTED", log.read_text(errors="replace")) is not None
                where = f"{error} at {call} number {when}"
                if done.returncode == 0:
                    if after == bench.known[10]:
                        # Either nothing was injected any more, or a write to a closed terminal did not matter.
                        if not done_injected(bench, call, when):
                            break
                    else:
                        sys.exit(f"{where}: success, but the old bundle")
                elif done.returncode < 0:
                    sys.exit(f"{where}: died with signal {-done.returncode}")
                elif done.returncode == 127 and "while loading shared libraries" in done.stderr:
                    pass  # the system's loader failed, before the program began
                elif done.returncode != 74:
                    sys.exit(f"{where}: exit {done.returncode}, expected 74: {done.stderr}")
                elif not done.stderr.strip() and not message_failed:
                    sys.exit(f"{where}: failed without a message")
                runs += 1
                bench.next_run(10, where)
    print(f"failing at every write-type call: {runs} runs, always whole, exit 74 with a message")


def done_injected(bench, call, when):
    """Whether a run makes so many calls of a name (in some thread)."""
    return traced(bench, call) >= when


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("fsel"); parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--no-strace", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        bench = Bench(options.fsel, root)
        random_kills(bench, options.kills)
        if not options.no_strace:
            if not shutil.which("strace"):
                sys.exit("strace is not installed: apt-get install strace, or pass --no-strace")
            killed_at_every_call(bench)
            failing_at_every_call(bench)


main()
