#include "CKernels.h"
#include "levels.h"

/* Bound by its scattered reads, so it needs no vectors. */

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
