#ifndef FSEL_SPARSE_H
#define FSEL_SPARSE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Kernels of one sparse column: `count` stored elements, values[e] in row rows[e]. Sums run over 4 lanes, lane `l`
// taking the stored elements `l, l + 4, …` in order, folded as (0 + 2) + (1 + 3).

/// Σ_e values[e]·r[rows[e]].
double fsel_sparse_dot(const double *_Nonnull values, const int32_t *_Nonnull rows, long count,
                       const double *_Nonnull r);

/// out[k] = Σ_e values[e]·r[8·rows[e] + k] for k < 8: the column against eight interleaved vectors. Each has the bits
/// of `fsel_sparse_dot`.
void fsel_sparse_dot8(const double *_Nonnull values, const int32_t *_Nonnull rows, long count,
                      const double *_Nonnull r, double *_Nonnull out);

/// y[rows[e]] += alpha·values[e].
void fsel_sparse_axpy(double alpha, const double *_Nonnull values, const int32_t *_Nonnull rows, long count,
                      double *_Nonnull y);

/// y[8·rows[e] + k] += alpha[k]·values[e] for k < 8.
void fsel_sparse_axpy8(const double *_Nonnull alpha, const double *_Nonnull values, const int32_t *_Nonnull rows,
                       long count, double *_Nonnull y);

/// Σ_e w[rows[e]]·(values[e] − center)², over stored elements alone.
double fsel_sparse_weighted_square(const double *_Nonnull values, const int32_t *_Nonnull rows, long count,
                                   double center, const double *_Nonnull w);

#ifdef __cplusplus
}
#endif

#endif
