#ifndef FSEL_GLM_H
#define FSEL_GLM_H

#ifdef __cplusplus
extern "C" {
#endif

// Means and losses of generalized linear models, element by element.

/// For each i: mu[i] = 1/(1 + exp(−eta[i])) and softplus[i] = log(1 + exp(eta[i])), both without overflow.
/// Error below 4 units in the last place, for mu below one half too; eta counts as −708 where it is less.
void fsel_logistic(const double *_Nonnull eta, long n, double *_Nonnull mu, double *_Nonnull softplus);

/// For each i: out[i] = −tau·log(tau) − (1 − tau)·log(1 − tau), with tau = tau[i] in [0, 1], 0 at both ends.
/// The absolute error is below 4e-16.
void fsel_entropy(const double *_Nonnull tau, long n, double *_Nonnull out);

/// For each row i over the classes k: mu_ik = exp(eta_ik)/Σ exp(eta_il) and log_sum[i] = log Σ exp(eta_il), without
/// overflow: the row's greatest eta is subtracted first, and sums run over the classes in order.
///
/// Element (i, k) of `eta` and of `mu` lies at i·row_stride + k·class_stride; `mu` may be `eta`. `classes` is at least
/// 1. The error of a normal mu_ik is below classes + 4 + (greatest eta_i − eta_ik) units in the last place, as its
/// exponent is rounded, that of log_sum below (classes + 4)·1.2e-16 plus one unit in its last place.
void fsel_softmax(const double *_Nonnull eta, long row_stride, long class_stride, long n, long classes,
                  double *_Nonnull mu, double *_Nonnull log_sum);

#ifdef __cplusplus
}
#endif

#endif
