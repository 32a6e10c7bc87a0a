#ifndef FSEL_CKERNELS_H
#define FSEL_CKERNELS_H

/// The hot numerical loops, with one defined arithmetic.
///
/// Every sum runs over 16 lanes, lane `l` taking the elements `l, l + 16, …` in order, and the lanes are folded
/// 16 → 8 → 4 → 2 → 1 at the end. No multiplication is fused with an addition. So the same input gives the same
/// bits on every processor, whatever width its vectors have. All lengths are counts of doubles; arrays never overlap
/// unless said otherwise.

#ifdef __cplusplus
extern "C" {
#endif

/// Σ a[i]·b[i].
double fsel_dot(const double *_Nonnull a, const double *_Nonnull b, long n);

/// Σ (a[i] − center)·b[i], the subtraction being done per element, so that nothing cancels when `center` is large.
double fsel_dot_centred(const double *_Nonnull a, double center, const double *_Nonnull b, long n);

/// Σ a[i].
double fsel_sum(const double *_Nonnull a, long n);

/// Σ (a[i] − center)² · w[i].
double fsel_weighted_square(const double *_Nonnull a, double center, const double *_Nonnull w, long n);

/// The dot products of `a` with four vectors; each has the bits of `fsel_dot`.
void fsel_dot4(const double *_Nonnull a, const double *_Nonnull b0, const double *_Nonnull b1,
               const double *_Nonnull b2, const double *_Nonnull b3, long n, double *_Nonnull out);

/// y[i] += alpha·x[i].
void fsel_axpy(double alpha, const double *_Nonnull x, double *_Nonnull y, long n);

/// y[i] += alpha·(x[i] − center).
void fsel_axpy_centred(double alpha, const double *_Nonnull x, double center, double *_Nonnull y, long n);

/// One row of a rank-one update of a Cholesky factor: for each j in order, with the rotation (c[j], s[j]),
/// row[j] ← c·row[j] + s·carry and carry ← c·carry − s·row[j] (old values). Returns the last carry.
double fsel_rotate_row(double *_Nonnull row, const double *_Nonnull c, const double *_Nonnull s, long n,
                       double carry);

/// eˣ. Error below 0.9 units in the last place for normal results; 0 below −745.14, infinity above 709.79.
double fsel_exp(double x);

/// eˣ − 1. Error below 1.5 units in the last place.
double fsel_expm1(double x);

/// The natural logarithm. Error below 0.9 units in the last place; −infinity at 0, NaN below.
double fsel_log(double x);

/// log(1 + x). Error below 1.5 units in the last place; −infinity at −1, NaN below.
double fsel_log1p(double x);

/// For each i: mu[i] = 1/(1 + exp(−eta[i])) and softplus[i] = log(1 + exp(eta[i])), both without overflow.
/// Error below 4 units in the last place, for mu below one half too; eta counts as −708 where it is less.
void fsel_logistic(const double *_Nonnull eta, long n, double *_Nonnull mu, double *_Nonnull softplus);

/// For each i: out[i] = −tau·log(tau) − (1 − tau)·log(1 − tau), with tau = tau[i] in [0, 1], 0 at both ends.
/// The absolute error is below 4e-16.
void fsel_entropy(const double *_Nonnull tau, long n, double *_Nonnull out);

#ifdef __cplusplus
}
#endif

#endif
