#include "CKernels.h"
#include "functions.h"

double fsel_exp(double x) { return exp_any(x); }

double fsel_expm1(double x) {
    if (x > -0.36 && x < 0.36) return x + x * x * exp_rest(x);
    if (x > 40) return fsel_exp(x);
    if (x < -40) return -1;
    double k;
    const double tail = exp_tail(x, &k), scale = power_of_two(k);
    return (scale - 1.0) + scale * tail;
}

double fsel_log(double x) { return log_any(x); }

double fsel_log1p(double x) {
    if (!(x > -1)) return x == -1 ? -infinity() : from_bits(0x7ff8000000000000u);
    if (x > -0.29 && x < 0.41) return log_reduced(x, 0, 0);
    if (x > 0x1p60) return fsel_log(x);
    const double u = 1.0 + x;
    const double lost = x < 1 ? x - (u - 1.0) : 1.0 - (u - x);
    double k;
    const double m = split(u, &k);
    return log_reduced(m - 1.0, k, lost / u);
}
