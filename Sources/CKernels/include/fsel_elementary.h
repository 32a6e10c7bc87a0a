#ifndef FSEL_ELEMENTARY_H
#define FSEL_ELEMENTARY_H

#ifdef __cplusplus
extern "C" {
#endif

/// eˣ. Error below 0.9 units in the last place for normal results; 0 below −745.14, infinity above 709.79.
double fsel_exp(double x);

/// eˣ − 1. Error below 1.5 units in the last place.
double fsel_expm1(double x);

/// The natural logarithm. Error below 0.9 units in the last place; −infinity at 0, NaN below.
double fsel_log(double x);

/// log(1 + x). Error below 1.5 units in the last place; −infinity at −1, NaN below.
double fsel_log1p(double x);

/// out[i] = exp(x[i]), with the bits of `fsel_exp`; `out` may be `x`.
void fsel_exp_each(const double *_Nonnull x, long n, double *_Nonnull out);

/// out[i] = log(x[i]), with the bits of `fsel_log`; `out` may be `x`.
void fsel_log_each(const double *_Nonnull x, long n, double *_Nonnull out);

#ifdef __cplusplus
}
#endif

#endif
