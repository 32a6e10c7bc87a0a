/* Loops without branches, which the compiler turns into vector code: it may, as element i of what is written depends on
 * elements i alone. */

/* Rows that are treated in several loops, as the chains of operations that wait for one another are then shorter. */
enum { NAME(BLOCK) = 64 };

static inline __attribute__((always_inline)) void NAME(logistic_rows)(const double *eta, long n, double *mu,
                                                                      double *softplus) {
    double e[NAME(BLOCK)], low[NAME(BLOCK)];
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) e[i] = exp_negative(eta[i] < 0 ? eta[i] : -eta[i]);
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) {
        low[i] = 1.0 / (1.0 + e[i]);
        mu[i] = eta[i] < 0 ? e[i] * low[i] : low[i];
    }
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) {
        /* log(1 + e) as log u and what rounding u has lost; u > sqrt 2 is halved first. */
        const double u = 1.0 + e[i], lost = (e[i] - (u - 1.0)) * low[i];
        const int large = u > 0x1.6a09e667f3bcdp+0;
        softplus[i] = (eta[i] > 0 ? eta[i] : 0) + log_reduced(large ? u * 0.5 - 1.0 : u - 1.0, large ? 1.0 : 0.0, lost);
    }
}

static void NAME(logistic)(const double *eta, long n, double *mu, double *softplus) {
    long i = 0;
    for (; i + NAME(BLOCK) <= n; i += NAME(BLOCK)) NAME(logistic_rows)(eta + i, NAME(BLOCK), mu + i, softplus + i);
    NAME(logistic_rows)(eta + i, n - i, mu + i, softplus + i);
}

static void NAME(entropy)(const double *tau, long n, double *out) {
    const double least = 0x1p-1022;
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) {
        const double t = tau[i], u = 1.0 - tau[i];
        const double a = t < least ? least : t, b = u < least ? least : u;
        out[i] = -t * log_positive(a) - u * log_positive(b);
    }
}

static void NAME(exp_each)(const double *x, long n, double *out) {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) out[i] = exp_any(x[i]);
}

static void NAME(log_each)(const double *x, long n, double *out) {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) out[i] = log_any(x[i]);
}

/* For rows i < n <= BLOCK. `mu` holds the exponentials until their sum is known. */
static void NAME(softmax_rows)(const double *eta, long row_stride, long class_stride, long n, long classes, double *mu,
                               double *log_sum) {
    double most[NAME(BLOCK)], sum[NAME(BLOCK)], terms[NAME(BLOCK)];
    for (long i = 0; i < n; i++) most[i] = eta[i * row_stride];
    for (long k = 1; k < classes; k++)
        for (long i = 0; i < n; i++) {
            const double x = eta[i * row_stride + k * class_stride];
            most[i] = x > most[i] ? x : most[i];
        }
    for (long i = 0; i < n; i++) sum[i] = 0;
    for (long k = 0; k < classes; k++) {
        for (long i = 0; i < n; i++) terms[i] = eta[i * row_stride + k * class_stride] - most[i];
        NAME(exp_each)(terms, n, terms);
        for (long i = 0; i < n; i++) sum[i] += terms[i];
        for (long i = 0; i < n; i++) mu[i * row_stride + k * class_stride] = terms[i];
    }
    for (long k = 0; k < classes; k++)
        for (long i = 0; i < n; i++) mu[i * row_stride + k * class_stride] /= sum[i];
    NAME(log_each)(sum, n, sum);
    for (long i = 0; i < n; i++) log_sum[i] = most[i] + sum[i];
}

static void NAME(softmax)(const double *eta, long row_stride, long class_stride, long n, long classes, double *mu,
                          double *log_sum) {
    for (long i = 0; i < n; i += NAME(BLOCK))
        NAME(softmax_rows)(eta + i * row_stride, row_stride, class_stride,
                           n - i < NAME(BLOCK) ? n - i : NAME(BLOCK), classes, mu + i * row_stride,
                           log_sum + i);
}
