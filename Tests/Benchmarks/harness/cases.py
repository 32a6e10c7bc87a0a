"""The problems that the benchmarks solve, each made from its name alone.

    cases.py OUT [NAME ...] [--data DIR]     write cases under OUT/NAME/ (all of them when none is named)
    cases.py --list

A numeric case is a folder with y.npy, case.json and X.npy (float64, column-major) or X.data.npy, X.indices.npy and
X.indptr.npy (compressed columns). Columns of dense cases are centred with mean square 1 and a gaussian target is centred,
so that every program solves the same problem without an intercept. Targets: real, -1/1 (binomial), 0 ... K-1
(multinomial), counts (poisson). A CSV case is a folder with data.csv: f0 ... f(p-1), target; and folds.csv, the same with a
column `fold` before the target: 0 ... 4 in blocks of rows for the first three quarters, 5 for the last, the test part.

The columns of a made case are a first-order autoregression of correlation rho, or sparse with normal values; k
coefficients are drawn from +-(0.5 ... 1.5); snr is the variance of the signal over that of the noise.
"""

import argparse
import gzip
import json
import pathlib
import zlib

import numpy as np

CASES = {
    "dense_tall": dict(family="gaussian", n=100_000, p=200, k=40, snr=1.0, rho=0.5),
    "dense_square": dict(family="gaussian", n=5_000, p=2_000, k=100, snr=3.0, rho=0.5),
    "dense_wide60": dict(family="gaussian", n=500, p=10_000, k=50, snr=5.0, rho=0.6),
    "dense_wide95": dict(family="gaussian", n=500, p=10_000, k=50, snr=5.0, rho=0.95),
    "sparse_wide": dict(family="gaussian", n=20_000, p=50_000, k=200, snr=5.0, density=0.001, folds=5),
    "logit_tall": dict(family="binomial", n=100_000, p=200, k=40, snr=1.0, rho=0.5),
    "logit_wide60": dict(family="binomial", n=500, p=10_000, k=50, snr=5.0, rho=0.6),
    "logit_wide95": dict(family="binomial", n=500, p=10_000, k=50, snr=5.0, rho=0.95),
    "poisson_tall": dict(family="poisson", n=80_000, p=150, k=30, rho=0.5),
    "digits": dict(family="multinomial", file="digits.csv.gz"),
    "khan": dict(family="multinomial", file="khan.csv.gz"),
    "csv_small": dict(family="csv", n=400, p=20, k=6, snr=3.0, rho=0.5),
    "csv_wide": dict(family="csv", n=5_000, p=5_000, k=50, snr=3.0, rho=0.5),
    "csv_long": dict(family="csv", n=1_000_000, p=50, k=15, snr=1.0, rho=0.5),
}
NUMERIC = [name for name, case in CASES.items() if case["family"] != "csv"]
DECIMALS = 6  # of the values in CSV files
FOLDS = 5  # of CSV cases


def standardize(x):
    """Centres each column and scales it to mean square 1, in place."""
    x -= x.mean(0)
    x /= np.sqrt((x * x).mean(0))


def autoregression(rng, n, p, rho):
    """n x p standard normal values, column-major; neighbouring columns correlate by rho."""
    x = np.empty((n, p), order="F")
    x[:, 0] = rng.standard_normal(n)
    for j in range(1, p):
        x[:, j] = rho * x[:, j - 1] + np.sqrt(1 - rho * rho) * rng.standard_normal(n)
    return x


def design(case, rng):
    if "density" in case:
        import scipy.sparse

        x = scipy.sparse.random(
            case["n"], case["p"], density=case["density"], format="csc", rng=rng, data_rvs=rng.standard_normal)
        x.sort_indices()
        return x
    x = autoregression(rng, case["n"], case["p"], case["rho"])
    if case["family"] != "csv":
        standardize(x)
    return x


def coefficients(case, rng):
    beta = np.zeros(case["p"])
    values = rng.choice([-1.0, 1.0], case["k"]) * rng.uniform(0.5, 1.5, case["k"])
    beta[rng.choice(case["p"], case["k"], replace=False)] = values
    return beta


def target(case, signal, rng):
    if case["family"] == "binomial":
        # The variance of the standard logistic distribution is pi^2 / 3.
        scale = np.sqrt(case["snr"]) * np.pi / np.sqrt(3)
        latent = scale * (signal - signal.mean()) / signal.std() + rng.logistic(size=len(signal))
        return np.where(latent > 0, 1.0, -1.0)
    if case["family"] == "poisson":
        return rng.poisson(np.exp(signal / signal.std())).astype(float)
    y = signal + np.sqrt(signal.var() / case["snr"]) * rng.standard_normal(len(signal))
    return y if case["family"] == "csv" else y - y.mean()


def read_classes(path):
    """Standardized features without the constant ones, and classes 0 ... K-1, of a CSV file whose target is last."""
    with gzip.open(path, "rt") as file:
        names = file.readline().strip().split(",")
        values = np.loadtxt(file, delimiter=",")
    if names[-1] != "target":
        raise SystemExit(f"{path}: the last column is '{names[-1]}', not 'target'")
    x = np.asfortranarray(values[:, :-1])
    x = np.asfortranarray(x[:, x.std(0) > 0])
    standardize(x)
    return x, np.unique(values[:, -1], return_inverse=True)[1].astype(float)


def make(name, data=None):
    """(x, y) of a case; x is a column-major array or a scipy CSC matrix."""
    case = CASES[name]
    if "file" in case:
        if data is None:
            raise SystemExit(f"{name}: the folder with {case['file']} is needed (--data DIR)")
        return read_classes(pathlib.Path(data) / case["file"])
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    x = design(case, rng)
    return x, target(case, x @ coefficients(case, rng), rng)


def write_csv(folder, x, y):
    import polars

    columns = {f"f{j}": np.ascontiguousarray(x[:, j]) for j in range(x.shape[1])}
    training = len(y) - round(len(y) / 4)
    folds = np.minimum(np.arange(len(y)) * FOLDS // training, FOLDS)
    polars.DataFrame(columns | {"target": y}).write_csv(folder / "data.csv", float_precision=DECIMALS)
    polars.DataFrame(columns | {"fold": folds, "target": y}).write_csv(folder / "folds.csv", float_precision=DECIMALS)


def write(name, out, data=None):
    folder = pathlib.Path(out) / name
    folder.mkdir(parents=True, exist_ok=True)
    x, y = make(name, data)
    if CASES[name]["family"] == "csv":
        write_csv(folder, x, y)
    else:
        np.save(folder / "y.npy", y)
        if "density" in CASES[name]:
            for part in ("data", "indices", "indptr"):
                np.save(folder / f"X.{part}.npy", getattr(x, part))
        else:
            np.save(folder / "X.npy", x)
    facts = dict(CASES[name], name=name, n=x.shape[0], p=x.shape[1])
    if facts["family"] == "multinomial":
        facts["classes"] = int(y.max()) + 1
    (folder / "case.json").write_text(json.dumps(facts))  # last: it marks a whole case


def load(out, name):
    """(facts, x, y) of a written numeric case."""
    folder = pathlib.Path(out) / name
    facts = json.loads((folder / "case.json").read_text())
    y = np.load(folder / "y.npy")
    if "density" not in facts:
        return facts, np.load(folder / "X.npy"), y
    import scipy.sparse

    parts = tuple(np.load(folder / f"X.{part}.npy") for part in ("data", "indices", "indptr"))
    x = scipy.sparse.csc_matrix(parts, shape=(facts["n"], facts["p"]))
    x.has_sorted_indices = True
    return facts, x, y


def min_ratio(facts):
    """How far down the grid goes: 1e-4 of lambdaMax for n > p, else 1e-2."""
    return 1e-4 if facts["n"] > facts["p"] else 1e-2


def fold_count(facts):
    """5 folds where n > p, else 10, unless the case says otherwise."""
    return facts.get("folds", 5 if facts["n"] > facts["p"] else 10)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", nargs="?")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--data", help="the folder with the real data sets")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list or not arguments.out:
        for name, case in CASES.items():
            print(name, case)
        return
    for name in arguments.names or CASES:
        write(name, arguments.out, arguments.data)
        print(name, flush=True)


if __name__ == "__main__":
    main()
