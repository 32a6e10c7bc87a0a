"""What a Python user would write for one of fsel's pipelines: pipeline_python.py DATA.csv OUT.zip HOW [TOL]

HOW is `habits` (scikit-learn as people use it: its own grid, folds and tolerance) or `equal` (fsel's grid; the test rows
are the last quarter and the folds those of the column `fold`; the lasso to TOL). `gap` stops after a lasso path on the
training rows and prints the largest relative duality gap that TOL gives.
"""

import io
import json
import sys
import zipfile

import joblib
import numpy as np
import polars
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LassoCV, RidgeCV, lasso_path
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import PredefinedSplit, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

path, out, how = sys.argv[1:4]
frame = polars.read_csv(path)
features = [name for name in frame.columns if name not in ("fold", "target")]
x, y = frame.select(features).to_numpy(), frame["target"].to_numpy()
if how == "habits":
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=0)
    lasso = LassoCV(cv=5, n_jobs=-1, random_state=0)
    ridge = RidgeCV(alphas=np.logspace(-3, 3, 13))
else:
    tol = float(sys.argv[4])
    n = len(y) - round(len(y) / 4)
    x_train, x_test, y_train, y_test = x[:n], x[n:], y[:n], y[n:]
    min_ratio = 1e-4 if n >= x.shape[1] else 1e-2
    if how == "gap":
        import gap

        z = np.asfortranarray(StandardScaler().fit_transform(x_train))
        target = y_train - y_train.mean()
        lambdas = gap.lambda_max("gaussian", z, target) * np.logspace(0, np.log10(min_ratio), 100)
        w = lasso_path(z, target, alphas=lambdas, tol=tol, max_iter=10**7)[1]
        print(gap.relative_gaps("gaussian", z, target, w, lambdas).max())
        raise SystemExit
    lasso = LassoCV(
        eps=min_ratio, cv=PredefinedSplit(frame["fold"].to_numpy()[:n]), n_jobs=-1, tol=tol, max_iter=10**7)
    ridge = RidgeCV(alphas=n * np.logspace(3, -6, 100))
del frame, x

model = make_pipeline(StandardScaler(), SelectFromModel(lasso), ridge).fit(x_train, y_train)
predicted = model.predict(x_test)
kept = model[1].get_support()
report = dict(
    lambda_=float(model[1].estimator_.alpha_), selected=int(kept.sum()), r2=r2_score(y_test, predicted),
    rmse=float(root_mean_squared_error(y_test, predicted)), mae=float(mean_absolute_error(y_test, predicted)))
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
    buffer = io.BytesIO()
    joblib.dump(model, buffer)
    archive.writestr("model.joblib", buffer.getvalue())
    names = [name for name, is_kept in zip(features, kept) if is_kept]
    archive.writestr("report.json", json.dumps(report | dict(features=names)))
print(json.dumps(report))
