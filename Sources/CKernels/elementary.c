#include "CKernels.h"

#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

static const double LN2_HIGH = 0x1.62e42fee00000p-1;   /* 32 leading bits, so that k·LN2_HIGH is exact */
static const double LN2_LOW = 0x1.a39ef35793c76p-33;
static const double LOG2_E = 0x1.71547652b82fep+0;

static inline double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Nearest integer for |x| < 2^51, by the shift that pushes the fraction out. */
static inline double nearest(double x) {
    const double shift = 0x1.8p52;
    return (x + shift) - shift;
}

static inline double power_of_two(int k) { return from_bits((uint64_t)(k + 1023) << 52); }

/* (e^r - 1 - r) / r^2 for |r| <= 0.36 by its Taylor series; the first term left out is below 1e-17. */
static inline double exp_series(double r) {
    double p = 1.0 / 87178291200.0;
    p = p * r + 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    return p * r + 0.5;
}

/* e^x for |x| < 745.2, all but the last scaling. */
static inline double exp_reduced(double x, int *k) {
    double kd = nearest(x * LOG2_E);
    double high = x - kd * LN2_HIGH, low = kd * LN2_LOW;
    double r = high - low;
    double lost = (high - r) - low;
    *k = (int)kd;
    return 1.0 + (r + (r * r * exp_series(r) + (lost + lost * r)));
}

double fsel_exp(double x) {
    if (!(x <= 709.79)) return x != x ? x : from_bits(0x7ff0000000000000u);
    if (x < -745.14) return 0;
    int k;
    double e = exp_reduced(x, &k);
    int half = k / 2;
    return e * power_of_two(half) * power_of_two(k - half);
}

double fsel_expm1(double x) {
    if (x > -0.36 && x < 0.36) return x + x * x * exp_series(x);
    if (x > 40) return fsel_exp(x);
    if (x < -40) return -1;
    int k;
    double kd = nearest(x * LOG2_E);
    double high = x - kd * LN2_HIGH, low = kd * LN2_LOW;
    double r = high - low, lost = (high - r) - low;
    double tail = r * r * exp_series(r) + (lost + lost * r);
    k = (int)kd;
    double scale = power_of_two(k);
    return (scale - 1.0) + scale * (r + tail);
}

/* 2·atanh(s) - 2s over s, s = f/(2+f), |s| <= 0.1716. */
static inline double atanh_series(double z) {
    double p = 2.0 / 25.0;
    p = p * z + 2.0 / 23.0;
    p = p * z + 2.0 / 21.0;
    p = p * z + 2.0 / 19.0;
    p = p * z + 2.0 / 17.0;
    p = p * z + 2.0 / 15.0;
    p = p * z + 2.0 / 13.0;
    p = p * z + 2.0 / 11.0;
    p = p * z + 2.0 / 9.0;
    p = p * z + 2.0 / 7.0;
    p = p * z + 2.0 / 5.0;
    p = p * z + 2.0 / 3.0;
    return p * z;
}

/* log(1 + f) + k·ln 2 + extra for 1 + f in [1/sqrt 2, sqrt 2]. */
static inline double log_reduced(double f, int k, double extra) {
    double s = f / (2.0 + f);
    double half = 0.5 * f * f;
    double rest = s * (half + atanh_series(s * s));
    return k * LN2_HIGH - ((half - (rest + (k * LN2_LOW + extra))) - f);
}

static inline double split(double x, int *k) {
    uint64_t bits = to_bits(x);
    /* shifts the mantissa so that the fraction falls in [1/sqrt 2, sqrt 2) */
    uint64_t shifted = bits + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
    *k = (int)(shifted >> 52) - 1023;
    return from_bits((shifted & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu);
}

double fsel_log(double x) {
    if (!(x > 0)) return x == 0 ? -from_bits(0x7ff0000000000000u) : from_bits(0x7ff8000000000000u);
    if (x > 0x1.fffffffffffffp1023) return x;
    int k, lift = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        lift = 54;
    }
    double m = split(x, &k);
    return log_reduced(m - 1.0, k - lift, 0);
}

double fsel_log1p(double x) {
    if (!(x > -1)) return x == -1 ? -from_bits(0x7ff0000000000000u) : from_bits(0x7ff8000000000000u);
    if (x > -0.29 && x < 0.41) return log_reduced(x, 0, 0);
    if (x > 0x1p60) return fsel_log(x);
    double u = 1.0 + x;
    double lost = x < 1 ? x - (u - 1.0) : 1.0 - (u - x);
    int k;
    double m = split(u, &k);
    return log_reduced(m - 1.0, k, lost / u);
}
