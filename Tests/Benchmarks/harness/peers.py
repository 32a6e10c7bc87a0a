"""How each Python peer is called: what a user would write, with the same lambdas, penalty and missing intercept.

A path function takes (family, x, y, lambdas, tol, threads) and returns p x L coefficients, p x K x L for multinomial. A
cross-validation function takes the number of folds as well and returns (lambda, non-zeros). No path may end early, and
the bounds on iterations are too high to be met. Targets: -1/1 for binomial, 0 ... K-1 for multinomial.
"""

import numpy as np

MANY = 10**7  # iterations that no solve reaches


# scikit-learn

def sklearn_path(family, x, y, lambdas, tol, threads, precompute="auto"):
    from sklearn.linear_model import Lasso, LogisticRegression, lasso_path

    if family == "multinomial":
        model = LogisticRegression(
            l1_ratio=1, solver="saga", fit_intercept=False, tol=tol, max_iter=MANY, warm_start=True, random_state=0)
        fits = [model.set_params(C=1 / (len(y) * lam)).fit(x, y).coef_.T.copy() for lam in lambdas]
        return np.stack(fits, axis=-1)
    if family == "binomial":
        # liblinear sums the loss and does not start from the lambda before.
        fits = [
            LogisticRegression(
                l1_ratio=1, solver="liblinear", C=1 / (len(y) * lam), fit_intercept=False, tol=tol, max_iter=MANY)
            .fit(x, y).coef_[0] for lam in lambdas]
        return np.array(fits).T
    if len(lambdas) == 1:
        gram = precompute is True
        return Lasso(
            alpha=lambdas[0], fit_intercept=False, tol=tol, max_iter=MANY, precompute=gram).fit(x, y).coef_[:, None]
    return lasso_path(x, y, alphas=lambdas, tol=tol, max_iter=MANY, precompute=precompute)[1]


def sklearn_cv(family, x, y, lambdas, tol, threads, folds, precompute="auto"):
    from sklearn.linear_model import LassoCV, LogisticRegressionCV

    if family == "binomial":
        model = LogisticRegressionCV(
            Cs=1 / (len(y) * lambdas), l1_ratios=(1,), solver="liblinear", cv=folds, n_jobs=threads, tol=tol,
            fit_intercept=False, scoring="neg_log_loss", use_legacy_attributes=False, max_iter=MANY).fit(x, y)
        return 1 / (len(y) * float(np.ravel(model.C_)[0])), np.count_nonzero(model.coef_)
    model = LassoCV(
        alphas=lambdas, cv=folds, n_jobs=threads, tol=tol, max_iter=MANY, fit_intercept=False,
        precompute=precompute).fit(x, y)
    return float(model.alpha_), np.count_nonzero(model.coef_)


def sklearn_gram_path(*arguments):
    return sklearn_path(*arguments, precompute=True)


def sklearn_gram_cv(*arguments):
    return sklearn_cv(*arguments, precompute=True)


# celer

def celer_path(family, x, y, lambdas, tol, threads):
    import celer

    if family == "binomial":
        # Its logistic loss is a sum.
        return celer.celer_path(x, y, "logreg", alphas=len(y) * lambdas, tol=tol, max_iter=1000, use_PN=True)[1]
    return celer.celer_path(x, y, "lasso", alphas=lambdas, tol=tol, max_iter=1000, prune=True)[1]


def celer_cv(family, x, y, lambdas, tol, threads, folds):
    import celer

    model = celer.LassoCV(
        alphas=lambdas, cv=folds, n_jobs=threads, tol=tol, max_iter=1000, fit_intercept=False).fit(x, y)
    return float(model.alpha_), np.count_nonzero(model.coef_)


# skglm, which has no cross-validation

def skglm_path(family, x, y, lambdas, tol, threads):
    import skglm

    if family == "gaussian":
        model = skglm.Lasso(alpha=lambdas[0], tol=tol, max_iter=1000, fit_intercept=False)
        return model.fit(x, y).coef_[:, None] if len(lambdas) == 1 else model.path(x, y, alphas=lambdas)[1]
    if family == "binomial":
        model = skglm.SparseLogisticRegression(tol=tol, max_iter=1000, fit_intercept=False, warm_start=True)
    else:
        model = skglm.GeneralizedLinearEstimator(
            skglm.datafits.Poisson(), skglm.penalties.L1(lambdas[0]),
            skglm.solvers.ProxNewton(tol=tol, max_iter=1000, fit_intercept=False, warm_start=True))
    fits = []
    for lam in lambdas:
        if family == "binomial":
            model.alpha = lam
        else:
            model.penalty.alpha = lam
        fits.append(np.ravel(model.fit(x, y).coef_).copy())
    return np.array(fits).T


# adelie, whose multinomial penalty takes a feature's classes as one group: another problem, so it is not asked for that

def adelie_glm(family, y):
    import adelie

    if family == "binomial":
        return adelie.glm.binomial((y > 0).astype(float))
    if family == "poisson":
        return adelie.glm.poisson(y)
    return adelie.glm.gaussian(y)


def adelie_matrix(x, threads):
    import adelie

    if isinstance(x, np.ndarray):
        return adelie.matrix.dense(x, method="naive", n_threads=threads)
    return adelie.matrix.sparse(x, method="naive", n_threads=threads)


def adelie_options(tol, threads):
    return dict(
        tol=tol, irls_tol=tol, intercept=False, early_exit=False, progress_bar=False, n_threads=threads, max_iters=MANY)


def adelie_path(family, x, y, lambdas, tol, threads):
    import adelie

    fit = adelie.grpnet(
        adelie_matrix(x, threads), adelie_glm(family, y), lmda_path=lambdas, **adelie_options(tol, threads))
    return fit.betas.toarray().T


def adelie_one_thread_path(family, x, y, lambdas, tol, threads):
    return adelie_path(family, x, y, lambdas, tol, 1)


def adelie_cv(family, x, y, lambdas, tol, threads, folds):
    import adelie

    glm, options = adelie_glm(family, y), adelie_options(tol, threads)
    del options["early_exit"]  # never, in its cross-validation
    matrix = x if isinstance(x, np.ndarray) else adelie_matrix(x, threads)
    grid = dict(min_ratio=lambdas[-1] / lambdas[0], lmda_path_size=len(lambdas))
    curve = adelie.cv_grpnet(matrix, glm, n_folds=folds, seed=0, **grid, **options)
    fit = curve.fit(matrix, glm, **options)
    return float(curve.lmdas[curve.best_idx]), np.count_nonzero(fit.betas[-1].toarray())


def adelie_one_thread_cv(family, x, y, lambdas, tol, threads, folds):
    return adelie_cv(family, x, y, lambdas, tol, 1, folds)


def adelie_cov_path(family, x, y, lambdas, tol, threads):
    import adelie

    gram, moments = np.asfortranarray(x.T @ x / len(y)), x.T @ y / len(y)
    fit = adelie.gaussian_cov(
        gram, moments, lmda_path=lambdas, tol=tol, rdev_tol=0, early_exit=False, progress_bar=False, n_threads=threads,
        max_iters=MANY)
    return fit.betas.toarray().T


PATHS = {
    "sklearn": sklearn_path, "sklearn_gram": sklearn_gram_path, "celer": celer_path, "skglm": skglm_path,
    "adelie": adelie_path, "adelie_1t": adelie_one_thread_path, "adelie_cov": adelie_cov_path}
CURVES = {
    "sklearn": sklearn_cv, "sklearn_gram": sklearn_gram_cv, "celer": celer_cv, "adelie": adelie_cv,
    "adelie_1t": adelie_one_thread_cv}


def tolerances(peer):
    """The default, then ever tighter ones; what a tolerance bounds differs by peer."""
    if peer.startswith(("adelie", "glmnet")):
        return [1e-7] + [10.0**-k for k in range(9, 21)]
    if peer.startswith("sklearn"):
        return [1e-4] + [10.0**-k for k in range(5, 13)]
    return [1e-4] + [10.0**-k for k in range(5, 12)]


def peers_for(facts):
    """The peers that solve this case at all, by family and shape."""
    dense, tall = "density" not in facts, facts["n"] > facts["p"]
    grams = ["sklearn_gram", "adelie_cov"] if dense and tall else []
    return {
        "gaussian": ["sklearn", "celer", "skglm", "adelie", "adelie_1t", "glmnet", "glmnet_cov", *grams],
        "binomial": ["sklearn", "celer", "skglm", "adelie", "adelie_1t", "glmnet"],
        "poisson": ["skglm", "adelie", "adelie_1t", "glmnet"],
        "multinomial": ["sklearn", "glmnet"],
    }[facts["family"]]


def has_cv(peer, family):
    """Whether the peer cross-validates a path of this family itself."""
    if peer.startswith("glmnet"):
        return True
    return peer in CURVES and family in dict(
        sklearn=["gaussian", "binomial"], celer=["gaussian"]).get(peer, ["gaussian", "binomial", "poisson"])
