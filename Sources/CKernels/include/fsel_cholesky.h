#ifndef FSEL_CHOLESKY_H
#define FSEL_CHOLESKY_H

#ifdef __cplusplus
extern "C" {
#endif

// The lower factor L of a positive definite matrix A = L Lᵀ, column-major with stride `ld`; what lies above the
// diagonal is neither read nor written.
//
// Entry (i, j) is reduced by the products of columns 0 ..< j in order, the whole panels of 64 columns as one sum each,
// started at 0, and the columns of j's own panel one by one. A forward solve reduces its elements likewise. So a factor
// that grows has the bits of one made at once, however many rows come at a time.

enum {
    /// Columns of a panel.
    FSEL_CHOLESKY_PANEL = 64
};

/// The least stride `ld` for n rows that spreads the columns over all sets of a cache: an odd multiple of 8. A power of
/// two, which puts each row into one set, makes solves and appends up to twice as slow.
long fsel_cholesky_stride(long n);

/// Factors the rows and columns first ..< n of A, which stand in the lower triangle of `l`, below and beside a factor
/// of the first `first`; 0 factors all of A.
///
/// Returns n, or the index of the first column of which at most `threshold` times its diagonal is left: it depends on
/// those before it. The columns before it are then right, but rows from it on are spoilt. O((n − first)·n²).
long fsel_cholesky(double *_Nonnull l, long ld, long first, long n, double threshold, double *_Nonnull scratch);

/// Elements of scratch for `fsel_cholesky` of n rows.
long fsel_cholesky_scratch(long n);

/// x ← L⁻¹ x.
void fsel_solve_lower(const double *_Nonnull l, long ld, long n, double *_Nonnull x);

/// x ← L⁻ᵀ x. Each element is reduced by two dot products of its column, with the bits of `fsel_dot`: that of the rows
/// below its panel of 64, then that of the panel's rows after it.
void fsel_solve_upper(const double *_Nonnull l, long ld, long n, double *_Nonnull x);

/// Deletes `count` rows of A, which are listed in ascending order, and the columns alike from the factor of n rows, which
/// then has n − count, by plane rotations of the columns after each. Never a downdate, so it is stable. Several at once
/// have the bits of one after another, the first of them first. O(Σ_k (n − k)² + n²).
///
/// Each of the `vector_count` vectors z_v = L⁻¹ c_v (n elements at vectors + v·stride) loses the same elements and is
/// rotated alike, so that it is the new factor's L⁻¹ c_v. `scratch` has count·(n + vector_count) elements.
void fsel_cholesky_delete(double *_Nonnull l, long ld, long n, const long *_Nonnull rows, long count,
                          double *_Nullable vectors, long stride, long vector_count, double *_Nonnull scratch);

#ifdef __cplusplus
}
#endif

#endif
