#include "CKernels.h"
#include "levels.h"

#include <string.h>

/* Columns whose products are taken as one sum. */
enum { PANEL = FSEL_CHOLESKY_PANEL };

#define BODY "cholesky_body.h"
#include "for_each_level.h"

long fsel_cholesky_stride(long n) { return ((n + 7) / 8 | 1) * 8; }

/* The diagonal, and the panel's rows in strips of 24. */
long fsel_cholesky_scratch(long n) { return n + (n + 23) / 24 * 24 * PANEL; }

long fsel_cholesky(double *l, long ld, long first, long n, double threshold, double *scratch) {
    DISPATCH(factor, l, ld, first, n, threshold, scratch)
}

void fsel_solve_lower(const double *l, long ld, long n, double *x) { DISPATCH(solve_lower, l, ld, n, x) }

void fsel_solve_upper(const double *l, long ld, long n, double *x) { DISPATCH(solve_upper, l, ld, n, x) }

void fsel_cholesky_delete(double *l, long ld, long n, const long *rows, long count, double *vectors, long stride,
                          long vector_count, double *scratch) {
    DISPATCH(delete, l, ld, n, rows, count, vectors, stride, vector_count, scratch)
}
