#ifndef FSEL_FUNCTIONS_H
#define FSEL_FUNCTIONS_H

/* The one text of exp and log, without branches, so that loops over them become vector code of any width. */

#include "levels.h"

#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define LN2_HIGH 0x1.62e42fee00000p-1 /* 32 leading bits, so that k·LN2_HIGH is exact */
#define LN2_LOW 0x1.a39ef35793c76p-33
#define LOG2_E 0x1.71547652b82fep+0
#define SHIFT 0x1.8p52 /* x + SHIFT has the integer nearest to x as its low bits, for |x| < 2^51 */
#define SQRT_HALF_BITS 0x3fe6a09e667f3bcdu

INLINE double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE uint64_t to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE double infinity(void) { return from_bits(0x7ff0000000000000u); }

INLINE double nearest(double x) { return (x + SHIFT) - SHIFT; }

/* 2^k for an integer k in -1022 ... 1023. */
INLINE double power_of_two(double k) { return from_bits((to_bits(k + SHIFT) + 1023) << 52); }

/* (e^r - 1 - r)/r^2 for |r| <= 0.36, within 6e-18: the polynomial that meets it at the eleven Chebyshev points. Even
 * and odd powers apart, which halves the chain of operations that wait for one another. */
INLINE double exp_rest(double r) {
    const double s = r * r;
    double even = 0x1.1f7d88cffb759p-29, odd = 0x1.af605461d509ep-26;
    even = even * s + 0x1.27e4d623177bap-22;
    odd = odd * s + 0x1.71ddf8fea8493p-19;
    even = even * s + 0x1.a01a01a891b63p-16;
    odd = odd * s + 0x1.a01a01aeec3e3p-13;
    even = even * s + 0x1.6c16c16c15f8cp-10;
    odd = odd * s + 0x1.111111110fb1dp-7;
    even = even * s + 0x1.5555555555556p-5;
    odd = odd * s + 0x1.5555555555558p-3;
    return (even * s + 0.5) + odd * r;
}

/* e^x = (1 + tail)·2^k with |tail| < 0.42, for |x| < 750. Returns the tail. */
INLINE double exp_tail(double x, double *k) {
    *k = nearest(x * LOG2_E);
    const double high = x - *k * LN2_HIGH, low = *k * LN2_LOW;
    const double r = high - low, lost = (high - r) - low;
    return r + (r * r * exp_rest(r) + (lost + lost * r));
}

/* e^x for x <= 0, without its limits: x counts as -708 where it is less. NaN for NaN. */
INLINE double exp_negative(double x) {
    double k;
    const double tail = exp_tail(x < -708 ? -708 : x, &k);
    return (1.0 + tail) * power_of_two(k);
}

/* e^x: 0 below -745.14, infinity above 709.79. */
INLINE double exp_any(double x) {
    const double within = x > 720 ? 720 : x < -760 ? -760 : x;
    double k;
    const double e = 1.0 + exp_tail(within, &k);
    /* In two steps, the first of them exact, as 2^k may lie outside the normal range. */
    const double half = nearest(k * 0.5);
    const double result = e * power_of_two(half) * power_of_two(k - half);
    return x > 709.79 ? infinity() : x < -745.14 ? 0 : result;
}

/* (2·atanh(s) - 2s)/s as a function of z = s^2 <= 0.0295, within 1e-17 of it: its quotient by z is the polynomial that
 * meets it at the seven Chebyshev points. */
INLINE double atanh_rest(double z) {
    const double y = z * z;
    double even = 0x1.2b69e1b0cc707p-3, odd = 0x1.39fcf3a334534p-3;
    even = even * y + 0x1.7462bfa7df2eep-3;
    odd = odd * y + 0x1.c71c62bed90c0p-3;
    even = even * y + 0x1.2492492e0fa14p-2;
    odd = odd * y + 0x1.99999999951d0p-2;
    return ((even * y + 0x1.5555555555558p-1) + odd * z) * z;
}

/* log(1 + f) + k·ln 2 + extra for 1 + f in [1/sqrt 2, sqrt 2]. */
INLINE double log_reduced(double f, double k, double extra) {
    const double s = f / (2.0 + f), half = 0.5 * f * f;
    const double rest = s * (half + atanh_rest(s * s));
    return k * LN2_HIGH - ((half - (rest + (k * LN2_LOW + extra))) - f);
}

/* x = m·2^k with m in [1/sqrt 2, sqrt 2), for normal x > 0. Returns m. */
INLINE double split(double x, double *k) {
    const uint64_t shifted = to_bits(x) + (0x3ff0000000000000u - SQRT_HALF_BITS);
    /* k + 1023 as the low bits of 2^52, so that no integer has to be converted. */
    *k = from_bits((shifted >> 52) | 0x4330000000000000u) - (0x1p52 + 1023.0);
    return from_bits((shifted & 0x000fffffffffffffu) + SQRT_HALF_BITS);
}

/* log x for normal x > 0. */
INLINE double log_positive(double x) {
    double k;
    const double m = split(x, &k);
    return log_reduced(m - 1.0, k, 0);
}

/* log x: -infinity at 0, NaN below. */
INLINE double log_any(double x) {
    const int small = x < 0x1p-1022;
    double k;
    const double m = split(small ? x * 0x1p54 : x, &k);
    const double result = log_reduced(m - 1.0, small ? k - 54.0 : k, 0);
    const double limit = x == 0 ? -infinity() : x > 0 ? x : from_bits(0x7ff8000000000000u);
    return x > 0 && x < infinity() ? result : limit;
}

#endif
