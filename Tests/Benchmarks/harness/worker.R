# glmnet behind a pipe, speaking as worker.py does: worker.R CASE_FOLDER FAMILY PEER THREADS
suppressMessages({ library(Matrix); library(glmnet); library(doMC) })
arguments <- commandArgs(TRUE)
folder <- arguments[1]; family <- arguments[2]; peer <- arguments[3]; threads <- as.integer(arguments[4])

# A little-endian array file of NumPy, version 1: float64, int32 or int64, in one or two dimensions.
read_npy <- function(name) {
  file <- file(file.path(folder, name), "rb"); on.exit(close(file))
  invisible(readBin(file, "raw", 8))
  header <- rawToChar(readBin(file, "raw", readBin(file, "integer", 1, size = 2, signed = FALSE)))
  shape <- sub(".*'shape': [(]([^)]*)[)].*", "\\1", header)
  size <- as.numeric(regmatches(shape, gregexpr("[0-9]+", shape))[[1]])
  count <- prod(size)
  values <- if (grepl("<f8", header)) readBin(file, "double", count)
            else if (grepl("<i4", header)) readBin(file, "integer", count, size = 4)
            else readBin(file, "integer", 2 * count, size = 4)[c(TRUE, FALSE)]  # the low halves of int64
  if (length(size) == 2) matrix(values, size[1], size[2], byrow = grepl("'fortran_order': False", header)) else values
}

y <- read_npy("y.npy")
if (file.exists(file.path(folder, "X.npy"))) {
  x <- read_npy("X.npy")
} else {
  starts <- read_npy("X.indptr.npy")
  x <- new("dgCMatrix", x = read_npy("X.data.npy"), i = as.integer(read_npy("X.indices.npy")), p = as.integer(starts),
           Dim = c(length(y), length(starts) - 1L))
}
target <- if (family %in% c("binomial", "multinomial")) factor(y) else y

glmnet.control(fdev = 0, devmax = 1, mnlam = 1, mxitnr = 1000)  # no path ends early
registerDoMC(threads)
options <- list(x = x, y = target, family = family, standardize = FALSE, intercept = FALSE, maxit = 1e9)
if (family == "gaussian" && peer == "glmnet_cov") options$type.gaussian <- "covariance"

# The seconds of a call, and its CPU seconds with those of its children.
timed <- function(call) {
  time <- system.time(result <- call)
  parts <- c("user.self", "sys.self", "user.child", "sys.child")
  list(result = result, wall = time[["elapsed"]], cpu = sum(time[parts]))
}
say <- function(...) { cat(sprintf(...), "\n", sep = ""); flush(stdout()) }

solve_path <- function(lambdas, tol, out) {
  run <- timed(do.call(glmnet, c(options, list(lambda = lambdas, thresh = tol))))
  found <- if (is.list(run$result$beta)) run$result$beta else list(run$result$beta)
  w <- array(0, c(ncol(x), length(found), length(lambdas)))
  for (k in seq_along(found)) w[, k, seq_len(ncol(found[[k]]))] <- as.matrix(found[[k]])
  file <- file(out, "wb"); writeBin(as.vector(w), file); close(file)
  say('{"seconds": %.6f, "cpu": %.6f, "nnz": %d}', run$wall, run$cpu, sum(w[, , length(lambdas)] != 0))
}

cross_validate <- function(lambdas, tol, folds) {
  rows <- sort(rep_len(seq_len(folds), length(y)))  # contiguous blocks
  run <- timed(do.call(cv.glmnet, c(options, list(lambda = lambdas, thresh = tol, foldid = rows, parallel = TRUE))))
  say('{"seconds": %.6f, "cpu": %.6f, "lambda": %.17g, "nnz": %d}', run$wall, run$cpu, run$result$lambda.min,
      as.integer(run$result$nzero[run$result$index["min", ]]))
}

say('{"ready": true}')
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  lambdas <- readBin(words[2], "double", file.size(words[2]) / 8)
  tol <- as.numeric(words[3])
  if (words[1] == "path") solve_path(lambdas, tol, words[4]) else cross_validate(lambdas, tol, as.integer(words[4]))
}
