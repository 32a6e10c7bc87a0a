#ifndef FSEL_GRAM_H
#define FSEL_GRAM_H

#include "fsel_columns.h"

#ifdef __cplusplus
extern "C" {
#endif

// Cross products of columns over the rows first_row ..< first_row + row_count, with weights w_i or all 1:
// g_jk = Σ_i (z_ij·√w_i)(z_ik·√w_i).
//
// Each entry is a sum of partial sums: the rows are cut into blocks of FSEL_ROW_BLOCK from `first_row` on, a block's
// products are added up row by row from 0, and the blocks' sums are added to the entry in order. So (j, k) has the bits
// of (k, j), a Gram matrix that grows column by column has the bits of one made at once, and rows given in several
// calls, cut at multiples of FSEL_ROW_BLOCK, have the bits of one call.

/// Adds the cross products to the lower triangle of `gram` (count × count, column-major, stride `ld`): entries
/// [j + k·ld] with j >= k. The upper triangle is not touched.
///
/// `root_weights` holds √w_i by row, or is null for weights of 1. O(row_count · count²).
void fsel_gram(fsel_columns x, const double *_Nullable root_weights, long first_row, long row_count,
               double *_Nonnull gram, long ld, double *_Nonnull scratch);

/// The rows first ..< first + count of the lower triangle alone, for matrices that grow and for callers that split one
/// over threads. A `count` that is a multiple of 24 wastes nothing.
void fsel_gram_rows(fsel_columns x, const double *_Nullable root_weights, long first_row, long row_count, long first,
                    long count, double *_Nonnull gram, long ld, double *_Nonnull scratch);

/// Elements of scratch for a Gram matrix of `count` columns.
long fsel_gram_scratch(long count);

/// Copies the lower triangle of an n × n column-major matrix onto its upper triangle.
void fsel_mirror(double *_Nonnull matrix, long n, long ld);

#ifdef __cplusplus
}
#endif

#endif
