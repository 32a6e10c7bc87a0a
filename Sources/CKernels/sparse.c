#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

double fsel_sparse_dot(const double *values, const int32_t *rows, long count, const double *r) {
    double lanes[4] = {0};
    for (long e = 0; e < count; e++) lanes[e % 4] += values[e] * r[rows[e]];
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

void fsel_sparse_dot8(const double *values, const int32_t *rows, long count, const double *r, double *out) {
    for (long k = 0; k < 8; k++) {
        double lanes[4] = {0};
        for (long e = 0; e < count; e++) lanes[e % 4] += values[e] * r[8 * (long)rows[e] + k];
        out[k] = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
    }
}

void fsel_sparse_axpy(double alpha, const double *values, const int32_t *rows, long count, double *y) {
    for (long e = 0; e < count; e++) y[rows[e]] += alpha * values[e];
}

void fsel_sparse_axpy8(const double *alpha, const double *values, const int32_t *rows, long count, double *y) {
    for (long e = 0; e < count; e++) {
        double *row = y + 8 * (long)rows[e];
        for (long k = 0; k < 8; k++) row[k] += alpha[k] * values[e];
    }
}

double fsel_sparse_weighted_square(const double *values, const int32_t *rows, long count, double center,
                                   const double *w) {
    double lanes[4] = {0};
    for (long e = 0; e < count; e++) {
        double z = values[e] - center;
        lanes[e % 4] += w[rows[e]] * (z * z);
    }
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}
