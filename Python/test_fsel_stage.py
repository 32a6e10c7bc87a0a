"""Stages in Python against fsel itself and scikit-learn: FSEL=path/to/fsel python -m unittest discover Python."""
import base64
import csv
import json
import os
import pickle
import random
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
FSEL = os.path.realpath(os.environ.get("FSEL", os.path.join(ROOT, ".build/release/fsel")))
PIPELINE = """<pipeline xmlns="urn:fsel:pipeline:1" xmlns:t="urn:test" name="test" seed="7">
  <load path="data.csv"><target column="y"/><split method="random" test="0.25"/></load>
  %s
  <bundle path="test.fsel.tar.gz"/>
</pipeline>
"""


class StageTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w") as file:
            file.write(text)
        return self.path(name)

    def program(self, body):
        """A program with the stages of `body`, run by this Python."""
        text = f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {os.path.join(ROOT, 'Python')!r})\nfrom fsel_stage import *\n"
        path = self.write("stages.py", text + textwrap.dedent(body) + "\nrun()\n")
        os.chmod(path, 0o755)
        return path

    def data(self, rows=60, columns=6):
        source = random.Random(1)
        self.x = [[round(source.gauss(0, 1), 4) for _ in range(columns)] for _ in range(rows)]
        self.y = [round(2 * r[0] - r[2] + source.gauss(0, 0.5), 4) for r in self.x]
        with open(self.path("data.csv"), "w", newline="") as file:
            out = csv.writer(file)
            out.writerow([f"x{j}" for j in range(columns)] + ["y"])
            out.writerows(r + [v] for r, v in zip(self.x, self.y))

    def fsel(self, *arguments):
        # The programs' python3 is this one.
        path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
        return subprocess.run([FSEL, *arguments], cwd=self.folder, capture_output=True, text=True, env={**os.environ, "PATH": path})

    def run_stage(self, body, element, *arguments):
        self.data()
        self.write("p.xml", PIPELINE % element)
        return self.fsel("run", "p.xml", "--plugin", self.program(body), *arguments)

    def test_operations_do_what_the_stage_that_ships_does(self):
        """The same quantiles, learnt in Python, give the same model as `winsorize`, to the bit."""
        body = """
        @stage("clip-at-quantiles", namespace="urn:test", summary="Clips.", options=[Option.number("share", default=0.1, help="The share.")])
        def fit(table, options, context):
            def quantile(values, p):
                values, wanted = sorted(values), p * len(values)
                place = int(wanted)
                return values[place - 1] / 2 + values[place] / 2 if place == wanted and place else values[place]
            return [clip(n, quantile(table.numbers(n), options["share"]), quantile(table.numbers(n), 1 - options["share"]))
                    for n in table.numeric_features]
        """
        rest = '<normalize/><l1-select><cv folds="4"/></l1-select><l2-refit><cv folds="4"/></l2-refit><evaluate/>'
        outcome = self.run_stage(body, '<t:clip-at-quantiles share="0.125"/>' + rest)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        members = ["model/model.json", "features/selected.txt", "metrics/metrics.json"]
        theirs = [self.fsel("show", "test.fsel.tar.gz", member).stdout for member in members]
        self.write("p.xml", PIPELINE % ('<winsorize lower="0.125" upper="0.875"/>' + rest))
        self.assertEqual(self.fsel("run", "p.xml").returncode, 0)
        self.assertEqual(theirs, [self.fsel("show", "test.fsel.tar.gz", member).stdout for member in members])

    def test_the_same_input_gives_the_same_bundle_whatever_the_workers(self):
        body = """
        @stage("noisy", namespace="urn:test", summary="Shifts by a number of its seed.", options=[])
        def fit(table, options, context):
            import random
            shift = random.Random(context.seed).random()
            return [affine(name, shift, 1) for name in table.features]
        """
        digests = set()
        for jobs in ("1", "2", "8"):
            outcome = self.run_stage(body, '<t:noisy/><normalize/><l1-select><cv folds="4"/></l1-select>', "--jobs", jobs)
            self.assertEqual(outcome.returncode, 0, outcome.stderr)
            digests.add(json.loads(self.fsel("show", "test.fsel.tar.gz", "manifest.json").stdout)["contentDigest"])
        self.assertEqual(len(digests), 1)

    def test_the_shipped_example_selects_what_scikit_learn_selects(self):
        import numpy
        from sklearn.feature_selection import SelectKBest, f_regression
        self.data()
        program = os.path.join(ROOT, "Plugins/SelectKBestPython/select_k_best.py")
        self.write("p.xml", PIPELINE.replace("urn:test", "urn:fsel:examples").replace(
            '<split method="random" test="0.25"/>', "") % '<t:select-k-best count="3"/><l2-refit><cv folds="4"/></l2-refit>')
        outcome = self.fsel("run", "p.xml", "--plugin", program)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        keep = SelectKBest(f_regression, k=3).fit(numpy.array(self.x), numpy.array(self.y)).get_support()
        selected = self.fsel("show", "test.fsel.tar.gz", "features/selected.txt").stdout.split()
        self.assertEqual(sorted(selected), [f"x{j}" for j in range(6) if keep[j]])
        check = self.fsel("plugin", "check", "select-k-best", "--plugin", program, "--set", "count=2")
        self.assertEqual(check.returncode, 0, check.stderr)

    TRANSFORMERS = """
        import pickle

        def transform(table, state):
            return pickle.loads(state).transform(table.matrix())

        def learn(model, names, table):
            model.fit(table.matrix())
            inputs = table.numeric_features
            return [computed(inputs, names or inputs, pickle.dumps(model)), *(drop(n) for n in inputs if names)]

        @stage("pca", namespace="urn:test", summary="Principal components.", apply=transform,
               options=[Option.integer("components", default=3, min=1, help="How many.")])
        def pca(table, options, context):
            from sklearn.decomposition import PCA
            count = options["components"]
            return learn(PCA(count, svd_solver="full"), [f"pc{k + 1}" for k in range(count)], table)

        @stage("quantiles", namespace="urn:test", summary="Ranks of the training rows.", apply=transform)
        def quantiles(table, options, context):
            from sklearn.preprocessing import QuantileTransformer
            return learn(QuantileTransformer(n_quantiles=20, random_state=context.seed), None, table)

        @stage("bins", namespace="urn:test", summary="Bins of equal width.", apply=transform)
        def bins(table, options, context):
            from sklearn.preprocessing import KBinsDiscretizer
            return learn(KBinsDiscretizer(4, encode="ordinal", strategy="uniform"), None, table)
        """
    REST = '<normalize/><l1-select><cv folds="4"/></l1-select><l2-refit><cv folds="4"/></l2-refit><evaluate/>'

    def test_transformers_of_scikit_learn_are_stages(self):
        """What they compute, in training and for new rows, is what scikit-learn computes, refitted in each fold."""
        import numpy
        from sklearn.decomposition import PCA
        from sklearn.preprocessing import KBinsDiscretizer, QuantileTransformer
        for element, model in [
            ("pca", PCA(3, svd_solver="full")), ("quantiles", QuantileTransformer(n_quantiles=20, random_state=7)),
            ("bins", KBinsDiscretizer(4, encode="ordinal", strategy="uniform")),
        ]:
            with self.subTest(element):
                outcome = self.run_stage(self.TRANSFORMERS, f"<t:{element}/>" + self.REST)
                self.assertEqual(outcome.returncode, 0, outcome.stderr)
                self.assertIn(f"warning[FS317]: The bundle will score new rows only where stage <{element}> of 'urn:test'", outcome.stderr)
                bundle = json.loads(self.fsel("show", "test.fsel.tar.gz", "model/model.json").stdout)
                scored = self.fsel("predict", "test.fsel.tar.gz", "data.csv", "--plugin", "./stages.py")
                self.assertEqual(scored.returncode, 0, scored.stderr)
                # The model by hand: scikit-learn's columns, then what the bundle says of the rest.
                state = next(o["state"] for o in bundle["operations"] if o["op"] == "computed")
                model = pickle.loads(base64.b64decode(state))
                outputs = next(o["outputs"] for o in bundle["operations"] if o["op"] == "computed")
                columns = dict(zip(outputs, model.transform(numpy.array(self.x)).T))
                for operation in bundle["operations"]:
                    if operation["op"] == "affine":
                        columns[operation["output"]] = (columns[operation["input"]] - operation["center"]) / operation["scale"]
                expected = bundle["intercepts"][0] + sum(w * columns[f] for f, w in zip(bundle["features"], bundle["coefficients"][0]))
                found = [float(line) for line in scored.stdout.split()[1:]]
                numpy.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
                verified = self.fsel("verify", "test.fsel.tar.gz", "--plugin", "./stages.py")
                self.assertEqual(verified.returncode, 0, verified.stderr)
                alone = self.fsel("verify", "test.fsel.tar.gz")
                self.assertEqual(alone.returncode, 69)
                self.assertIn(f"needs stage <{element}> of 'urn:test', version 1, to score rows; name its program with --plugin PATH",
                              alone.stderr)
                check = self.fsel("plugin", "check", element, "--plugin", "./stages.py")
                self.assertEqual(check.returncode, 0, check.stderr)

    def test_a_computing_stage_gives_the_same_bundle_whatever_the_workers(self):
        digests = set()
        for jobs in ("1", "4"):
            outcome = self.run_stage(self.TRANSFORMERS, "<t:pca/>" + self.REST, "--jobs", jobs)
            self.assertEqual(outcome.returncode, 0, outcome.stderr)
            digests.add(json.loads(self.fsel("show", "test.fsel.tar.gz", "manifest.json").stdout)["contentDigest"])
        self.assertEqual(len(digests), 1)

    def test_faults_of_apply_are_sentences(self):
        for body, code, text in [
            ("return table.matrix()[:-1]", 1, "'apply' gave an array of shape"),
            ("return numpy.ones((table.rows, 2))", 1, "expected (45, 1)"),
            ("raise BadData('No.', row=2)", 65, "data.csv:"),
            ("return [['a']] * table.rows", 1, "could not convert"),
            ("return numpy.full((table.rows, 1), numpy.inf)", 1, "gave an infinite number in column 'c'"),
        ]:
            with self.subTest(body):
                source = f"""
import numpy
def transform(table, state):
    {body}
@stage('odd', namespace='urn:test', summary='Odd.', apply=transform)
def fit(table, options, context):
    return [computed(['x0'], ['c'], b'state')]"""
                outcome = self.run_stage(source, "<t:odd/><normalize/><l1-select/>")
                self.assertEqual(outcome.returncode, code, outcome.stderr)
                self.assertIn(text, outcome.stderr)

    def test_faults_are_sentences(self):
        for body, element, code, text in [
            ("raise BadData('Two rows are too few.')", "<t:odd/>", 65, "says: Two rows are too few"),
            ("raise BadOptions('No.')", "<t:odd/>", 78, "says: No"),
            ("1 / 0", "<t:odd/>", 1, "says: ZeroDivisionError: division by zero"),
            ("return [clip('x0', float('nan'), 1)]", "<t:odd/>", 1, "'low' is nan; expected a finite number"),
            ("return [drop('nowhere')]", "<t:odd/>", 1, "'nowhere', which is no column"),
            ("import os; os._exit(3)", "<t:odd/>", 1, "ended with exit code 3"),
            ("import ctypes; ctypes.string_at(0)", "<t:odd/>", 1, "ended by signal 11"),
            ("x = bytearray(1 << 40)", "<t:odd/>", 1, "MemoryError"),
            ("return []", "<t:odd shape='round'/>", 78, "<odd> has no attribute 'shape'"),
        ]:
            with self.subTest(body):
                source = f"@stage('odd', namespace='urn:test', summary='Odd.')\ndef fit(table, options, context):\n    {body}"
                outcome = self.run_stage(source, element + "<normalize/><l1-select/>")
                self.assertEqual(outcome.returncode, code, outcome.stderr)
                self.assertIn(text, outcome.stderr)

    def test_what_libraries_print_stays_out_of_the_conversation(self):
        body = """
        @stage("loud", namespace="urn:test", summary="Prints.")
        def fit(table, options, context):
            import os
            print("printed")
            os.system("echo echoed")
            context.note("noted")
            context.warn("warned")
            context.progress(1, 2)
            return [drop("x5", why="it is the last")]
        """
        outcome = self.run_stage(body, '<t:loud/><normalize/><l1-select><cv folds="4"/></l1-select>', "--verbose")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertEqual(outcome.stdout, "test.fsel.tar.gz\n")
        self.assertIn("warning[FS730]: warned", outcome.stderr)
        self.assertIn("note[FS730]: noted", outcome.stderr)
        self.assertIn("x5,dropped-by-stage,it is the last", self.fsel("show", "test.fsel.tar.gz", "features/dropped.csv").stdout)

    def test_the_guide_does_what_it_says(self):
        """Every block of Plugins/README.md with a file's name is written, and every one of shell commands is run, in order."""
        import re
        import shutil
        shutil.copy(os.path.join(ROOT, "Python/fsel_stage.py"), self.folder)
        shutil.copy(os.path.join(ROOT, "pipelines/data/diabetes.csv"), self.folder)
        os.symlink(FSEL, self.path("fsel"))
        path = os.pathsep.join([self.folder, os.path.dirname(sys.executable), os.environ["PATH"]])
        with open(os.path.join(ROOT, "Plugins/README.md")) as file:
            blocks = re.findall(r"^```(sh|\w+ file=\S+)\n(.*?)^```$", file.read(), re.M | re.S)
        self.assertEqual([kind for kind, _ in blocks].count("sh"), 3)
        for kind, text in blocks:
            if kind == "sh":
                outcome = subprocess.run(
                    ["sh", "-e", "-c", text], cwd=self.folder, capture_output=True, text=True,
                    env={**os.environ, "PATH": path, "XDG_CONFIG_HOME": self.path("config")})
                self.assertEqual(outcome.returncode, 0, text + outcome.stderr)
            else:
                self.write(kind.split("=")[1], text)
        self.assertIn("allowed, SHA-256", outcome.stdout)

    def test_a_large_table_costs_little_more_than_its_bytes(self):
        """100 MB of numbers: the time beyond a compiled-in stage is printed, the imports apart."""
        import numpy
        numpy.save(self.path("data.npy"), numpy.random.default_rng(1).standard_normal((125_000, 100)))
        body = """
        @stage("touch", namespace="urn:test", summary="Sums.")
        def fit(table, options, context):
            import time
            start = time.perf_counter()
            import numpy
            imported = time.perf_counter() - start
            table.matrix().sum()
            return Result([clip(n, -1e9, 1e9) for n in table.numeric_features], facts={"imports": f"{imported:.3f} s"})
        """
        seconds = {}
        for name, element in [("compiled in", '<winsorize lower="0" upper="1"/>'), ("Python", "<t:touch/>")]:
            self.write("p.xml", f"""<pipeline xmlns="urn:fsel:pipeline:1" xmlns:t="urn:test" name="large">
              <load path="data.npy"><target column="f100"/></load>{element}
              <normalize/><l1-select><lambda value="0.5"/></l1-select><bundle path="test.fsel.tar.gz"/></pipeline>""")
            start = time.perf_counter()
            outcome = self.fsel("run", "p.xml", "--plugin", self.program(body))
            seconds[name] = time.perf_counter() - start
            self.assertEqual(outcome.returncode, 0, outcome.stderr)
            seconds[name + ", the stage"] = [line for line in outcome.stderr.splitlines() if line.startswith("[2/")]
        print("\n100 MB:", seconds)


if __name__ == "__main__":
    unittest.main()
