"""A Python peer behind a pipe: worker.py CASES NAME PEER THREADS.

It loads the case, solves a small problem so that imports and compilation are over, says {"ready": true}, and then answers
each line of standard input with one of standard output:

    path LAMBDAS TOL OUT            solves; LAMBDAS and OUT are files of raw float64, OUT in column-major order
    cv LAMBDAS TOL FOLDS            cross-validates and refits
"""

import json
import sys
import time
import warnings

import numpy as np

import cases
import peers


def small_problem(facts, x, y):
    """Values that every family takes, of the case's own kind of matrix."""
    rng = np.random.default_rng(0)
    targets = dict(
        gaussian=rng.standard_normal(60), binomial=np.resize([-1.0, 1.0], 60), poisson=rng.poisson(1.0, 60) * 1.0,
        multinomial=np.resize(np.arange(facts.get("classes", 2)) * 1.0, 60))
    small = np.asfortranarray(rng.standard_normal((60, 20)))
    return (small if isinstance(x, np.ndarray) else type(x)(small)), targets[facts["family"]]


def answer(peer, family, x, y, threads, words):
    lambdas = np.fromfile(words[1])
    tol = float(words[2])
    wall, cpu = time.perf_counter(), time.process_time()
    if words[0] == "path":
        w = peers.PATHS[peer](family, x, y, lambdas, tol, threads)
        facts = dict(nnz=int(np.count_nonzero(w[..., -1])))
    else:
        lam, nnz = peers.CURVES[peer](family, x, y, lambdas, tol, threads, int(words[3]))
        facts = {"lambda": lam, "nnz": int(nnz)}
    facts |= dict(seconds=time.perf_counter() - wall, cpu=time.process_time() - cpu)
    if words[0] == "path":
        np.asfortranarray(w).ravel(order="F").tofile(words[3])
    return facts


def main():
    warnings.simplefilter("ignore")
    root, name, peer, threads = sys.argv[1:]
    facts, x, y = cases.load(root, name)
    family, threads = facts["family"], int(threads)
    small_x, small_y = small_problem(facts, x, y)
    some = np.array([0.1, 0.05])
    peers.PATHS[peer](family, small_x, small_y, some, 1e-3, threads)
    peers.PATHS[peer](family, small_x, small_y, some[:1], 1e-3, threads)
    if peers.has_cv(peer, family):
        peers.CURVES[peer](family, small_x, small_y, some, 1e-3, threads, 3)
    print(json.dumps(dict(ready=True)), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(peer, family, x, y, threads, line.split())), flush=True)


if __name__ == "__main__":
    main()
