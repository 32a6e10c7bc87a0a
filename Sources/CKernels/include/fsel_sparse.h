#ifndef FSEL_SPARSE_H
#define FSEL_SPARSE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Σ_e values[e]·r[rows[e]] for one sparse column of `count` stored elements, values[e] in row rows[e].
///
/// The sum runs over 4 lanes, lane `l` taking the stored elements `l, l + 4, …` in order, folded as (0 + 2) + (1 + 3).
double fsel_sparse_dot(const double *_Nonnull values, const int32_t *_Nonnull rows, long count,
                       const double *_Nonnull r);

#ifdef __cplusplus
}
#endif

#endif
