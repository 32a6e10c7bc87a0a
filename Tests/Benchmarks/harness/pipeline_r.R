# What an R user would write for one of fsel's pipelines: pipeline_r.R DATA.csv OUT.zip HOW [THRESH]
# HOW is `habits`, `equal` or `gap`, as in pipeline_python.py.
suppressMessages({ library(data.table); library(glmnet); library(doMC) })
arguments <- commandArgs(TRUE); how <- arguments[3]
registerDoMC(parallel::detectCores()); set.seed(0)

data <- fread(arguments[1], showProgress = FALSE)
y <- data$target; fold <- data$fold
x <- as.matrix(data[, !intersect(c("target", "fold"), names(data)), with = FALSE]); rm(data)
held <- if (how == "habits") sample(nrow(x), nrow(x) %/% 4) else seq_len(nrow(x)) > nrow(x) - round(nrow(x) / 4)
rows <- if (how == "habits") setdiff(seq_len(nrow(x)), held) else !held
train <- x[rows, ]; test <- x[held, ]; y_train <- y[rows]; y_test <- y[held]; rm(x)

if (how == "habits") {
  lasso <- cv.glmnet(train, y_train, nfolds = 5, parallel = TRUE)
} else {
  thresh <- as.numeric(arguments[4]); ratio <- if (nrow(train) >= ncol(train)) 1e-4 else 1e-2
  glmnet.control(fdev = 0, devmax = 1)  # the whole grid
  if (how == "gap") {
    z <- scale(train); z <- z / sqrt(1 - 1 / nrow(z)); y_train <- y_train - mean(y_train)
    fit <- glmnet(z, y_train, lambda.min.ratio = ratio, thresh = thresh, standardize = FALSE, maxit = 1e9)
    gaps <- vapply(seq_along(fit$lambda), function(k) {
      n <- length(y_train); r <- as.vector(y_train - fit$a0[k] - z %*% fit$beta[, k]); r <- r - mean(r)
      bound <- n * fit$lambda[k] / max(abs(crossprod(z, r)))
      s <- max(-bound, min(bound, sum(y_train * r) / sum(r * r)))
      primal <- sum(r * r) / (2 * n) + fit$lambda[k] * sum(abs(fit$beta[, k]))
      (primal - (2 * s * sum(y_train * r) - s * s * sum(r * r)) / (2 * n)) / (sum(y_train^2) / (2 * n))
    }, 0)
    cat(max(gaps), "\n"); quit()
  }
  lasso <- cv.glmnet(train, y_train, nlambda = 100, lambda.min.ratio = ratio, thresh = thresh, maxit = 1e9,
                     foldid = fold[rows] + 1, parallel = TRUE)
}
kept <- which(as.vector(coef(lasso, s = "lambda.min"))[-1] != 0)
ridge <- if (how == "habits") {
  cv.glmnet(train[, kept], y_train, alpha = 0, nfolds = 5, parallel = TRUE)
} else {
  cv.glmnet(train[, kept], y_train, alpha = 0, lambda = 10^seq(3, -6, length.out = 100), foldid = fold[rows] + 1,
            parallel = TRUE)
}
predicted <- as.vector(predict(ridge, test[, kept], s = "lambda.min"))
report <- sprintf('{"lambda_": %.9g, "selected": %d, "r2": %.6g, "rmse": %.6g, "mae": %.6g}', lasso$lambda.min,
                  length(kept), 1 - sum((y_test - predicted)^2) / sum((y_test - mean(y_test))^2),
                  sqrt(mean((y_test - predicted)^2)), mean(abs(y_test - predicted)))
folder <- tempfile(); dir.create(folder)
saveRDS(list(lasso = lasso, ridge = ridge, kept = kept), file.path(folder, "model.rds"))
writeLines(report, file.path(folder, "report.json"))
invisible(utils::zip(arguments[2], list.files(folder, full.names = TRUE), flags = "-jq"))
cat(report, "\n")
