"""The relative duality gap of a path, in float64, from coefficients alone.

    gap.py CASES NAME COEFFICIENTS.npy [--lambda-ratio R]

    P(w) = (1/n) sum loss(y_i, x_i'w) + lambda ||w||_1
    D(v) = the dual objective at the residuals y - mu, scaled by the largest s in [0, 1] that makes them feasible
           (gaussian: the best feasible s)
    gap  = (P - D) / unit,   unit = half the mean deviance of w = 0

It shares no code with any solver, so it holds all of them to the same measure. unit is mean(y^2)/2 (gaussian), log 2
(binomial), log K (multinomial), mean(1 - y + y log y) (poisson). Multinomial coefficients are p x K x lambdas.
"""

import argparse

import numpy as np

import cases

BLOCK = 20  # lambdas at a time: bounds the memory for the linear predictors


def entropy(v):
    """v log v, 0 at 0."""
    return v * np.log(np.where(v > 0, v, 1.0))


def one_hot(y):
    return np.eye(int(y.max()) + 1)[y.astype(int)]


def start_residual(family, y):
    """y - mu at w = 0, n or n x K; binomial targets are -1 and 1."""
    if family == "binomial":
        return y / 2
    if family == "multinomial":
        classes = one_hot(y)
        return classes - 1 / classes.shape[1]
    return y - 1 if family == "poisson" else y


def lambda_max(family, x, y):
    return np.abs(x.T @ start_residual(family, y)).max() / len(y)


def grid(facts, x, y, count=100):
    return lambda_max(facts["family"], x, y) * np.logspace(0, np.log10(cases.min_ratio(facts)), count)


def feasible_scale(x, residual, lambdas):
    """The largest s in [0, 1] with |x_j' s r| <= n lambda, for each lambda; r is n x L or n x K x L."""
    flat = residual.reshape(len(residual), -1)
    largest = np.abs(x.T @ flat).max(0).reshape(residual.shape[1:])
    largest = largest.max(0) if largest.ndim == 2 else largest
    return np.minimum(1, len(residual) * lambdas / np.maximum(largest, 1e-300))


def gaussian(x, y, eta, lambdas):
    n = len(y)
    r = y[:, None] - eta
    rr, ry = (r * r).sum(0), y @ r
    bound = n * lambdas / np.maximum(np.abs(x.T @ r).max(0), 1e-300)
    s = np.clip(ry / np.maximum(rr, 1e-300), -bound, bound)
    return rr / (2 * n), (2 * s * ry - s * s * rr) / (2 * n), (y @ y) / (2 * n)


def binomial(x, y, eta, lambdas):
    margin = y[:, None] * eta
    u = 1 / (1 + np.exp(np.minimum(margin, 700)))  # |y - mu|
    v = u * feasible_scale(x, y[:, None] * u, lambdas)
    return np.logaddexp(0, -margin).mean(0), -(entropy(v) + entropy(1 - v)).mean(0), np.log(2)


def poisson(x, y, eta, lambdas):
    mu, count = np.exp(eta), y[:, None]
    v = count - feasible_scale(x, count - mu, lambdas) * (count - mu)
    constant = (entropy(y) - y).mean()
    return (mu - count * eta).mean(0) + constant, constant - (entropy(v) - v).mean(0), (1 + entropy(y) - y).mean()


def multinomial(x, y, eta, lambdas):
    classes = one_hot(y)[:, :, None]
    top = eta.max(1, keepdims=True)
    weights = np.exp(eta - top)
    total = weights.sum(1, keepdims=True)
    residual = classes - weights / total
    v = classes - feasible_scale(x, residual, lambdas) * residual
    loss = (np.log(total) + top)[:, 0] - (classes * eta).sum(1)
    return loss.mean(0), -entropy(np.maximum(v, 0)).sum(1).mean(0), np.log(classes.shape[1])


FAMILIES = dict(gaussian=gaussian, binomial=binomial, poisson=poisson, multinomial=multinomial)


def relative_gaps(family, x, y, w, lambdas):
    """One gap for each lambda; w is p x L, or p x K x L."""
    gaps = []
    for start in range(0, len(lambdas), BLOCK):
        part = np.ascontiguousarray(w[..., start:start + BLOCK])
        some = lambdas[start:start + BLOCK]
        eta = (x @ part.reshape(len(part), -1)).reshape((len(y),) + part.shape[1:])
        loss, dual, unit = FAMILIES[family](x, y, eta, some)
        penalty = some * np.abs(part).reshape(-1, len(some)).sum(0)
        gaps.append((loss + penalty - dual) / unit)
    gaps = np.concatenate(gaps)
    return np.where(np.isnan(gaps), np.inf, gaps)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cases")
    parser.add_argument("name")
    parser.add_argument("coefficients")
    parser.add_argument("--lambda-ratio", type=float)
    arguments = parser.parse_args()
    facts, x, y = cases.load(arguments.cases, arguments.name)
    w = np.load(arguments.coefficients)
    top = lambda_max(facts["family"], x, y)
    lambdas = np.array([top / arguments.lambda_ratio]) if arguments.lambda_ratio else grid(facts, x, y, w.shape[-1])
    gaps = relative_gaps(facts["family"], x, y, w, lambdas)
    print(f"largest relative gap {gaps.max():.3g} at lambda {gaps.argmax() + 1} of {len(gaps)}")


if __name__ == "__main__":
    main()
