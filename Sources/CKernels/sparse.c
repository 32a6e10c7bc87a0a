#include "CKernels.h"
#include "levels.h"

#define BODY "sparse_body.h"
#include "for_each_level.h"

/* One value at a time is bound by its scattered reads, so these need no vectors. */

double fsel_sparse_dot(const double *values, const int32_t *rows, long count, const double *r) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    long e = 0;
    for (; e + 4 <= count; e += 4) {
        s0 += values[e] * r[rows[e]];
        s1 += values[e + 1] * r[rows[e + 1]];
        s2 += values[e + 2] * r[rows[e + 2]];
        s3 += values[e + 3] * r[rows[e + 3]];
    }
    if (e < count) s0 += values[e] * r[rows[e]];
    if (e + 1 < count) s1 += values[e + 1] * r[rows[e + 1]];
    if (e + 2 < count) s2 += values[e + 2] * r[rows[e + 2]];
    return (s0 + s2) + (s1 + s3);
}

double fsel_sparse_weighted_square(const double *values, const int32_t *rows, long count, double center,
                                   const double *w) {
    double lanes[4] = {0};
    for (long e = 0; e < count; e++) {
        const double z = values[e] - center;
        lanes[e % 4] += w[rows[e]] * (z * z);
    }
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

void fsel_sparse_axpy(double alpha, const double *values, const int32_t *rows, long count, double *y) {
    for (long e = 0; e < count; e++) y[rows[e]] += alpha * values[e];
}

void fsel_sparse_dot8(const double *values, const int32_t *rows, long count, const double *r, double *out) {
    DISPATCH(sparse_dot8, values, rows, count, r, out)
}

void fsel_sparse_axpy8(const double *alpha, const double *values, const int32_t *rows, long count, double *y) {
    DISPATCH(sparse_axpy8, alpha, values, rows, count, y)
}
