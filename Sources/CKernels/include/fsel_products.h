#ifndef FSEL_PRODUCTS_H
#define FSEL_PRODUCTS_H

#include "fsel_columns.h"

#ifdef __cplusplus
extern "C" {
#endif

// Products of dense columns with up to FSEL_LANES_MAX vectors at once. The vectors are interleaved: element i of vector
// k stands at i·width + k, counted from row 0 whatever `first_row` is. The width is 1, 2, 4, 8, 16 or 24 and at least
// `lanes`; any other ends the program. Vectors beyond `lanes` are read too, and cost what the others do: let them hold
// zeros.

/// The least width that holds `lanes` vectors: 1, 2, 4, 8, 16 or 24.
long fsel_lane_width(long lanes);

/// out[j + k·ld] = factors[j]·Σ_i z_ij·r_ik over the rows first_row ..< first_row + row_count, for each column j and
/// each k < lanes: Xᵀ R.
///
/// Each sum has the order of `fsel_gram`: row by row from 0 within blocks of FSEL_ROW_BLOCK, the blocks' sums in order
/// from 0. `factors` may be null for 1. O(row_count · count · lanes).
void fsel_products(fsel_columns x, const double *_Nonnull r, long width, long lanes, long first_row, long row_count,
                   const double *_Nullable factors, double *_Nonnull out, long ld, double *_Nonnull scratch);

/// Elements of scratch for `fsel_products`.
long fsel_products_scratch(void);

/// out[i·width + k] += Σ_j z_ij·b[j·width + k], the columns being added in order, for the rows
/// first_row ..< first_row + row_count and all k < width: X B.
void fsel_combine(fsel_columns x, const double *_Nonnull b, long width, long first_row, long row_count,
                  double *_Nonnull out, double *_Nonnull scratch);

/// Elements of scratch for `fsel_combine`.
long fsel_combine_scratch(void);

/// q[i] −= Σ_a matrix[i + places[a]·ld]·b[a], a in order, for i < n: the columns `places` of a column-major matrix,
/// such as those of the active features in a Gram matrix.
void fsel_subtract_columns(const double *_Nonnull matrix, long ld, const long *_Nonnull places,
                           const double *_Nonnull b, long count, double *_Nonnull q, long n);

#ifdef __cplusplus
}
#endif

#endif
