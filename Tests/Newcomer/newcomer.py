"""The newcomer's way, by the clock: from `fsel plugin new` to a run, in a package of its own, in a checkout, and by URL and version.

    python3 Tests/Newcomer/newcomer.py path/to/fsel [folder for what is built]

The commands are those of Plugins/README.md, run as they stand there. What is built stays in the folder (.build/newcomer), so that a
second run compiles only what has changed since. Each step is printed with its time on the wall and on processors; fsel's own share
is measured by calling the program that was built once more, without the package manager before it.
"""
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
SWIFT = shutil.which("swift")
ONCE = ["StandardStages", "FSelCommand", "StageHosting", "StageKitTesting"]


class Newcomer:
    def __init__(self, program, folder):
        self.folder = os.path.abspath(folder)
        self.checkout = os.path.join(self.folder, "fsel")
        self.scratch = os.path.join(self.folder, "scratch")
        self.own = self.own_work = 0.0
        os.makedirs(os.path.join(self.folder, "bin"), exist_ok=True)
        self.copy_project()
        # The program lies in the copy, which is therefore where its packages get fsel from.
        self.place(os.path.join(self.checkout, ".build/release/fsel"), open(program, "rb").read(), 0o755)
        fsel = os.path.join(self.folder, "bin/fsel")
        if not os.path.islink(fsel):
            os.symlink(os.path.join(self.checkout, ".build/release/fsel"), fsel)
        # All packages are built in one place, so that they share what they depend on.
        wrapper = f'#!/bin/sh\nverb=$1; shift\nexec {SWIFT} "$verb" --scratch-path \'{self.scratch}\' "$@"\n'
        self.place(os.path.join(self.folder, "bin/swift"), wrapper.encode(), 0o755)
        shutil.rmtree(os.path.join(self.folder, "config"), ignore_errors=True)
        path = os.pathsep.join([os.path.join(self.folder, "bin"), os.environ["PATH"]])
        self.environment = {**os.environ, "PATH": path, "XDG_CONFIG_HOME": os.path.join(self.folder, "config")}

    @staticmethod
    def place(path, content, mode=0o644):
        """Writes a file unless it is there with the same bytes: what has not changed is not compiled again."""
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not os.path.exists(path) or open(path, "rb").read() != content:
            with open(path, "wb") as file:
                file.write(content)
        os.chmod(path, mode)

    def copy_project(self):
        """The project as it is now, as a repository with a version of its own."""
        git = lambda *arguments, at: subprocess.run(
            ["git", "-C", at, "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments], check=True, capture_output=True, text=True).stdout
        names = [n for n in git("ls-files", "-co", "--exclude-standard", "-z", at=ROOT).split("\0") if n and os.path.exists(os.path.join(ROOT, n))]
        for name in names:
            source = os.path.join(ROOT, name)
            self.place(os.path.join(self.checkout, name), open(source, "rb").read(), os.stat(source).st_mode & 0o777)
        if not os.path.isdir(os.path.join(self.checkout, ".git")):
            git("init", "-q", at=self.checkout)
        for name in git("ls-files", "-co", "--exclude-standard", "-z", at=self.checkout).split("\0"):
            if name and name not in names and os.path.exists(os.path.join(self.checkout, name)):
                os.unlink(os.path.join(self.checkout, name))
        self.version = f"0.1.{int(time.time())}"
        git("add", "-A", at=self.checkout)
        git("commit", "-q", "--allow-empty", "-m", "As it is", at=self.checkout)
        git("tag", self.version, at=self.checkout)

    def blocks(self, kind):
        """The commands of the guide's block of a kind."""
        with open(os.path.join(ROOT, "Plugins/README.md")) as file:
            found = re.findall(rf"^```sh {kind}\n(.*?)^```$", file.read(), re.M | re.S)
        assert len(found) == 1, f"the guide has {len(found)} blocks of commands '{kind}'"
        return found[0].splitlines()

    def run(self, command, folder, shown=None, times=1):
        """Runs a command; prints its time on the wall and on processors, the least of several, and the last line that it says."""
        seconds, worked, outcome = min((self.timed(command, folder) for _ in range(times)), key=lambda result: result[:2])
        said = (outcome.stdout.strip() or outcome.stderr.strip()).splitlines() or [""]
        print(f"{seconds:8.2f} s {worked:8.2f} cpu  {shown or command}\n{'':25}{said[-1][:100]}", flush=True)
        return seconds, worked, outcome.stdout

    def timed(self, command, folder):
        start, worked = time.perf_counter(), self.processor_seconds()
        outcome = subprocess.run(
            ["sh", "-c", command], cwd=folder, capture_output=True, text=True, env=self.environment)
        seconds, worked = time.perf_counter() - start, self.processor_seconds() - worked
        if outcome.returncode != 0:
            sys.exit(f"{command}\nended with {outcome.returncode}\n{outcome.stdout[-4000:]}{outcome.stderr[-4000:]}")
        if "warning: " in outcome.stdout + outcome.stderr:
            sys.exit(f"{command}\nwarns:\n{outcome.stdout[-4000:]}{outcome.stderr[-4000:]}")
        return seconds, worked, outcome

    @staticmethod
    def processor_seconds():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    def fsel(self, command, folder, times=1):
        """A command that is fsel's own from its start to its end; several times, since others may be at work beside it."""
        seconds, worked, _ = self.run(command, folder, f"{command}   (fsel alone)", times)
        self.own += seconds
        self.own_work += worked

    def bin(self, folder):
        """Where what was built lies."""
        return subprocess.run(
            [SWIFT, "build", "--scratch-path", self.scratch, "--show-bin-path"], cwd=folder, check=True, capture_output=True, text=True
        ).stdout.strip()

    def once(self, folder):
        return sum(self.run(f"swift build --target {target}", folder, f"once: {target} and what it needs")[0] for target in ONCE)

    def by_path(self):
        print("A package of its own, fsel by path: the commands of the guide")
        place = os.path.join(self.folder, "by-path")
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        first, second, *rest = self.blocks("swift")
        assert first.startswith("fsel plugin new ") and second.startswith("cd ")
        start = time.perf_counter()
        self.fsel(first, place)
        folder = os.path.join(place, second.split()[1])
        once = self.once(folder)
        for command in rest:
            self.run(command, folder)
        wall = time.perf_counter() - start - once
        for command in rest:
            if command.startswith("swift run "):
                self.fsel(os.path.join(self.bin(folder), command[len("swift run "):]), folder, times=3)
        self.run("fsel verify out/clip-outliers.fsel.tar.gz", folder)
        print(f"{wall:8.2f} s  from nothing to a bundle, beyond the {once:.0f} s for fsel and its dependencies; {self.own:.2f} s "
              f"are fsel's own, {self.own_work:.2f} s of them on a processor\n")
        assert wall < 180, f"{wall} s from nothing to a bundle"
        # On the wall it is less than a second too, unless others keep the processors busy.
        assert self.own_work < 1, f"{self.own_work} s of fsel's own"

    def as_program(self):
        print("The same stage as a program: the commands of the guide")
        folder = os.path.join(self.folder, "by-path/clip-outliers")
        os.symlink(self.scratch, os.path.join(folder, ".build"))
        members = ["model/model.json", "features/features.csv", "metrics/metrics.json"]
        show = " && ".join(f"fsel show out/clip-outliers.fsel.tar.gz {member}" for member in members)
        compiled_in = self.run(show, folder, "fsel show, of the bundle above")[-1]
        for command in self.blocks("program"):
            self.run(command, folder)
        as_program = self.run(show, folder, "fsel show, of the bundle by the program")[-1]
        assert as_program == compiled_in, "the program gives another model"
        print()

    def in_tree(self):
        print("One more stage of a checkout: the commands of the guide")
        for command in self.blocks("tree"):
            self.run(command, self.checkout)
        plugin = "Plugins/PullInTailsPlugin"
        changed = f"Package.swift Plugins/StandardStages {plugin} Tests/PullInTailsPluginTests"
        self.run(f"swift format lint --strict --recursive {changed}".replace("swift ", f"{SWIFT} ", 1), self.checkout, "swift format lint")
        self.run("sh Tests/check-dependencies.sh && sh Tests/check-codes.sh", self.checkout)
        self.run("swift build --build-tests", self.checkout)
        self.run("swift test --skip-build --filter 'PullInTailsPluginTests|StandardStagesTests'", self.checkout)
        place = os.path.join(self.folder, "tree")
        self.place(os.path.join(place, "sample.xml"), open(os.path.join(self.checkout, plugin, "sample.xml"), "rb").read())
        self.place(os.path.join(place, "data.csv"), open(os.path.join(self.folder, "by-path/clip-outliers/data.csv"), "rb").read())
        self.run(f"{self.bin(self.checkout)}/fsel run sample.xml", place)
        self.run("fsel verify pull-in-tails-sample.fsel.tar.gz", place)
        print()

    def by_url(self):
        print("A package of its own, fsel by URL and version")
        place = os.path.join(self.folder, "by-url")
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        self.run(f"fsel plugin new hold-back --fsel 'file://{self.checkout}' --fsel-version {self.version}", place)
        folder = os.path.join(place, "hold-back")
        self.once(folder)
        self.run("swift test", folder)
        self.run("swift run hold-back-fsel run pipeline.xml", folder)
        self.run("fsel verify out/hold-back.fsel.tar.gz", folder)
        with open(os.path.join(folder, "Package.resolved")) as file:
            pins = {pin["identity"]: pin["state"].get("version") for pin in json.load(file)["pins"]}
        assert pins["fsel"] == self.version, pins
        print()


def main():
    program = os.path.realpath(sys.argv[1])
    newcomer = Newcomer(program, sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, ".build/newcomer"))
    start = time.perf_counter()
    newcomer.by_path()
    newcomer.as_program()
    newcomer.in_tree()
    newcomer.by_url()
    print(f"{time.perf_counter() - start:8.2f} s  in all")


if __name__ == "__main__":
    main()
