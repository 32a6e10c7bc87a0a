#ifndef FSEL_COLUMNS_H
#define FSEL_COLUMNS_H

#ifdef __cplusplus
extern "C" {
#endif

/// Columns of a dense matrix as a kernel reads them: element i of column j counts as
/// z_ij = (columns[j][i] − centers[j])·scales[j], each operation rounded.
///
/// The columns may lie anywhere, so any list of features is one. `scales` are exact where they are powers of two, which
/// keep columns of 1e±150 in range; the statistical scale is better multiplied into the result.
typedef struct {
    const double *_Nonnull const *_Nonnull columns;
    /// One per column, or null for 0.
    const double *_Nullable centers;
    /// One per column, or null for 1.
    const double *_Nullable scales;
    long count;
} fsel_columns;

enum {
    /// Rows of one partial sum, see `fsel_gram`.
    FSEL_ROW_BLOCK = 256,
    /// The most right-hand sides of one `fsel_products` or `fsel_combine`.
    FSEL_LANES_MAX = 24
};

#ifdef __cplusplus
}
#endif

#endif
