#include "CKernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

typedef double v8 __attribute__((vector_size(64), aligned(8)));

/* The functions come in one text for three instruction sets; contraction is off, so their bits agree. */
#define BASELINE_NAME(name) name##_baseline
#define NAME(name) BASELINE_NAME(name)
#include "linear_body.h"
#include "logistic_body.h"
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx,avx2"))), apply_to = function)
#define NAME(name) name##_v3
#include "linear_body.h"
#include "logistic_body.h"
#undef NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx,avx2,avx512f,avx512vl,avx512dq"))), apply_to = function)
#define NAME(name) name##_v4
#include "linear_body.h"
#include "logistic_body.h"
#undef NAME
#pragma clang attribute pop

enum { UNKNOWN, BASELINE, V3, V4 };

/* Read once; a race only repeats the same answer. */
static _Atomic int level = UNKNOWN;

static int instruction_level(void) {
    int known = level;
    if (known != UNKNOWN) return known;
    __builtin_cpu_init();
    known = BASELINE;
    if (__builtin_cpu_supports("avx2")) known = V3;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        known = V4;
    level = known;
    return known;
}

#define DISPATCH(call_name, ...)                                                       \
    switch (instruction_level()) {                                                     \
    case V4: return call_name##_v4(__VA_ARGS__);                                       \
    case V3: return call_name##_v3(__VA_ARGS__);                                       \
    default: return call_name##_baseline(__VA_ARGS__);                                 \
    }
#else
#define DISPATCH(call_name, ...) return call_name##_baseline(__VA_ARGS__);
#endif

double fsel_dot(const double *a, const double *b, long n) { DISPATCH(dot, a, b, n) }

double fsel_dot_centred(const double *a, double center, const double *b, long n) {
    DISPATCH(dot_centred, a, center, b, n)
}

double fsel_sum(const double *a, long n) { DISPATCH(sum, a, n) }

double fsel_weighted_square(const double *a, double center, const double *w, long n) {
    DISPATCH(weighted_square, a, center, w, n)
}

void fsel_dot4(const double *a, const double *b0, const double *b1, const double *b2, const double *b3, long n,
               double *out) {
    DISPATCH(dot4, a, b0, b1, b2, b3, n, out)
}

void fsel_axpy(double alpha, const double *x, double *y, long n) { DISPATCH(axpy, alpha, x, y, n) }

void fsel_axpy_centred(double alpha, const double *x, double center, double *y, long n) {
    DISPATCH(axpy_centred, alpha, x, center, y, n)
}

void fsel_logistic(const double *eta, long n, double *mu, double *softplus) {
    DISPATCH(logistic, eta, n, mu, softplus)
}

void fsel_entropy(const double *tau, long n, double *out) { DISPATCH(entropy, tau, n, out) }

double fsel_rotate_row(double *row, const double *c, const double *s, long n, double carry) {
    for (long j = 0; j < n; j++) {
        double old = row[j];
        row[j] = c[j] * old + s[j] * carry;
        carry = c[j] * carry - s[j] * old;
    }
    return carry;
}
