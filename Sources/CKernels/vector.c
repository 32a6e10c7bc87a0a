#include "CKernels.h"
#include "levels.h"

#include <string.h>

#define BODY "vector_body.h"
#include "for_each_level.h"

double fsel_dot(const double *a, const double *b, long n) { DISPATCH(dot, a, b, n) }

double fsel_dot_centred(const double *a, double center, const double *b, long n) {
    DISPATCH(dot_centred, a, center, b, n)
}

double fsel_sum(const double *a, long n) { DISPATCH(sum, a, n) }

void fsel_dot4(const double *a, const double *b0, const double *b1, const double *b2, const double *b3, long n,
               double *out) {
    DISPATCH(dot4, a, b0, b1, b2, b3, n, out)
}

void fsel_axpy(double alpha, const double *x, double *y, long n) { DISPATCH(axpy, alpha, x, y, n) }

void fsel_axpy_centred(double alpha, const double *x, double center, double *y, long n) {
    DISPATCH(axpy_centred, alpha, x, center, y, n)
}
