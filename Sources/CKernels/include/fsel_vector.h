#ifndef FSEL_VECTOR_H
#define FSEL_VECTOR_H

#ifdef __cplusplus
extern "C" {
#endif

// Sums over one or two vectors. Every sum runs over 16 lanes, lane `l` taking the elements `l, l + 16, …` in order, and
// the lanes are folded 16 → 8 → 4 → 2 → 1 at the end.

/// Σ a[i]·b[i].
double fsel_dot(const double *_Nonnull a, const double *_Nonnull b, long n);

/// Σ (a[i] − center)·b[i], the subtraction being done per element, so that nothing cancels when `center` is large.
double fsel_dot_centred(const double *_Nonnull a, double center, const double *_Nonnull b, long n);

/// Σ a[i].
double fsel_sum(const double *_Nonnull a, long n);

/// The dot products of `a` with four vectors; each has the bits of `fsel_dot`.
void fsel_dot4(const double *_Nonnull a, const double *_Nonnull b0, const double *_Nonnull b1,
               const double *_Nonnull b2, const double *_Nonnull b3, long n, double *_Nonnull out);

/// y[i] += alpha·x[i].
void fsel_axpy(double alpha, const double *_Nonnull x, double *_Nonnull y, long n);

/// y[i] += alpha·(x[i] − center).
void fsel_axpy_centred(double alpha, const double *_Nonnull x, double center, double *_Nonnull y, long n);

#ifdef __cplusplus
}
#endif

#endif
