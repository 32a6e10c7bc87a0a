/* No branches, so that loops become vector code. */

/* e^x for -708 <= x <= 0, by k = round(x log2 e) and the Taylor series of the rest. */
static inline __attribute__((always_inline)) double NAME(exp_negative)(double x) {
    const double shift = 0x1.8p52;
    double kd = x * 0x1.71547652b82fep+0 + shift;
    long long bits;
    memcpy(&bits, &kd, sizeof bits);
    kd -= shift;
    double r = (x - kd * 0x1.62e42fee00000p-1) - kd * 0x1.a39ef35793c76p-33;
    double p = 1.0 / 6227020800.0;
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
    p = p * r + 0.5;
    p = 1.0 + (r + r * r * p);
    /* The low bits of the shifted sum hold k in two's complement. */
    long long scaled = (long long)(((unsigned long long)bits + 1023) << 52);
    double scale;
    memcpy(&scale, &scaled, sizeof scale);
    return p * scale;
}

/* (2 atanh s - 2 s) / s for 0 <= z = s^2 <= 1/9; the first term left out is below 1e-18. */
static inline __attribute__((always_inline)) double NAME(atanh_rest)(double z) {
    double p = 2.0 / 37.0;
    p = p * z + 2.0 / 35.0;
    p = p * z + 2.0 / 33.0;
    p = p * z + 2.0 / 31.0;
    p = p * z + 2.0 / 29.0;
    p = p * z + 2.0 / 27.0;
    p = p * z + 2.0 / 25.0;
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

static void NAME(logistic)(const double *eta, long n, double *mu, double *softplus) {
    for (long i = 0; i < n; i++) {
        double x = eta[i];
        double size = x < 0 ? -x : x;
        size = size > 708 ? 708 : size;
        double e = NAME(exp_negative)(-size);
        double s = e / (2.0 + e);
        double low = 1.0 / (1.0 + e);
        mu[i] = x < 0 ? e * low : low;
        softplus[i] = (x > 0 ? x : 0) + (2.0 * s + s * NAME(atanh_rest)(s * s));
    }
}

/* log x for normal x > 0: x = 2^k m, m in [1/sqrt 2, sqrt 2), log m = 2 atanh((m - 1)/(m + 1)). */
static inline __attribute__((always_inline)) double NAME(log_positive)(double x) {
    unsigned long long bits;
    memcpy(&bits, &x, sizeof bits);
    bits += 0x3ff0000000000000u - 0x3fe6a09e667f3bcdu;
    /* k + 1023 as the low bits of 2^52, so that no integer has to be converted. */
    unsigned long long kbits = (bits >> 52) | 0x4330000000000000u;
    double k;
    memcpy(&k, &kbits, sizeof k);
    k -= 0x1p52 + 1023.0;
    bits = (bits & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu;
    double m;
    memcpy(&m, &bits, sizeof m);
    double f = m - 1.0;
    double s = f / (2.0 + f);
    return k * 0x1.62e42fee00000p-1 + (2.0 * s + (s * NAME(atanh_rest)(s * s) + k * 0x1.a39ef35793c76p-33));
}

static void NAME(entropy)(const double *tau, long n, double *out) {
    const double least = 0x1p-1022;
    for (long i = 0; i < n; i++) {
        double t = tau[i], u = 1.0 - tau[i];
        double a = t < least ? least : t, b = u < least ? least : u;
        out[i] = -t * NAME(log_positive)(a) - u * NAME(log_positive)(b);
    }
}
