"""Holds gap.py to facts that need no solver but proximal gradient descent: gap_test.py"""

import unittest

import numpy as np

import gap


def problem(family, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((40, 8))
    eta = x[:, 0] - 0.5 * x[:, 1]
    y = dict(
        gaussian=eta + rng.standard_normal(40), binomial=np.where(eta + rng.logistic(size=40) > 0, 1.0, -1.0),
        poisson=rng.poisson(np.exp(eta)) * 1.0, multinomial=np.resize([0.0, 1.0, 2.0], 40))[family]
    return x, y


def residual(family, x, y, w):
    """y - mu by its definition, the classes of the multinomial family side by side."""
    eta = x @ w
    if family == "multinomial":
        odds = np.exp(eta)
        return gap.one_hot(y) - odds / odds.sum(1, keepdims=True)
    if family == "binomial":
        return y / (1 + np.exp(y * eta))
    return y - (np.exp(eta) if family == "poisson" else eta)


def objective(family, x, y, w, lam):
    eta = x @ w
    loss = dict(
        gaussian=lambda: 0.5 * (y - eta)**2, binomial=lambda: np.log1p(np.exp(-y * eta)),
        poisson=lambda: np.exp(eta) - y * eta,
        multinomial=lambda: np.log(np.exp(eta).sum(1)) - eta[np.arange(len(y)), y.astype(int)])[family]()
    return loss.mean() + lam * np.abs(w).sum()


def minimise(family, x, y, lam, steps):
    w = np.zeros((x.shape[1], 3) if family == "multinomial" else x.shape[1])
    step = 0.05
    for _ in range(steps):
        w = w + step * (x.T @ residual(family, x, y, w)) / len(y)
        w = np.sign(w) * np.maximum(np.abs(w) - step * lam, 0)
    return w


def one_gap(family, x, y, w, lam):
    return gap.relative_gaps(family, x, y, w[..., None], np.array([lam]))[0]


def unit(family, x, y):
    return gap.FAMILIES[family](
        x, y, np.zeros((len(y), 3, 1) if family == "multinomial" else (len(y), 1)), np.array([1.0]))[2]


class GapTest(unittest.TestCase):
    def each(self):
        for family in gap.FAMILIES:
            with self.subTest(family):
                yield family, *problem(family)

    def test_zero_is_optimal_from_lambda_max_on_and_not_below(self):
        for family, x, y in self.each():
            top = gap.lambda_max(family, x, y)
            w = np.zeros((8, 3) if family == "multinomial" else 8)
            self.assertLess(one_gap(family, x, y, w, 1.0000001 * top), 1e-14)
            self.assertGreater(one_gap(family, x, y, w, 0.9 * top), 1e-4)

    def test_it_vanishes_at_the_minimum(self):
        for family, x, y in self.each():
            lam = 0.2 * gap.lambda_max(family, x, y)
            self.assertLess(one_gap(family, x, y, minimise(family, x, y, lam, 20_000), lam), 1e-12)

    def test_it_bounds_the_distance_of_the_objective_from_its_minimum(self):
        for family, x, y in self.each():
            lam = 0.2 * gap.lambda_max(family, x, y)
            best = objective(family, x, y, minimise(family, x, y, lam, 20_000), lam)
            for steps in (0, 1, 10, 100):
                w = minimise(family, x, y, lam, steps)
                excess = (objective(family, x, y, w, lam) - best) / unit(family, x, y)
                self.assertGreaterEqual(one_gap(family, x, y, w, lam), excess - 1e-12)

    def test_the_unit_is_half_the_mean_deviance_of_the_empty_model(self):
        for family, x, y in self.each():
            saturated = dict(poisson=np.mean(y - gap.entropy(y))).get(family, 0.0)
            w = np.zeros((8, 3) if family == "multinomial" else 8)
            self.assertAlmostEqual(unit(family, x, y), objective(family, x, y, w, 1.0) - saturated)

    def test_what_is_not_a_number_has_no_finite_gap(self):
        x, y = problem("poisson")
        with np.errstate(all="ignore"):
            self.assertEqual(one_gap("poisson", x, y, np.full(8, 1e4), 0.1), np.inf)


if __name__ == "__main__":
    unittest.main()
