#ifndef FSEL_SPARSE_LANES_H
#define FSEL_SPARSE_LANES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Kernels of many sparse columns against `lanes` interleaved vectors at once, lanes being 1 or 8: value i of vector k
// stands at lanes·i + k, so that one stored element meets all vectors in one line of memory. A lane's bits do not
// depend on the other lanes or on their number. Sums over a column's stored elements run over 4 accumulators,
// accumulator `a` taking the elements `a, a + 4, …` in order, folded as (0 + 2) + (1 + 3).

/// Columns stored one after the other: column j holds the elements starts[j] ..< starts[j + 1] of rows and values. What
/// holds nothing may be null.
typedef struct {
    const long *_Nullable starts;
    const int32_t *_Nullable rows;
    const double *_Nullable values;
} fsel_sparse_columns;

/// gradient[lanes·j + k] = (Σ_e values[e]·u[lanes·rows[e] + k] − centers[j]·sums[k]) / scales[j] for columns
/// first ≤ j < last, and largest[k] = max over them of |gradient|·reach[j]. In a column of n elements the center is
/// subtracted from each instead, so that nothing cancels when it is large. A column with reach 0 is left out: its
/// gradient is 0.
void fsel_lanes_gradients(const fsel_sparse_columns *_Nonnull x, long first, long last, long n,
                          const double *_Nonnull centers, const double *_Nonnull scales, const double *_Nonnull reach,
                          const double *_Nonnull u, const double *_Nonnull sums, long lanes,
                          double *_Nonnull gradient, double *_Nonnull largest);

/// A quadratic model with one penalty strength per lane, minimised over the columns of x, which are in scaled units:
/// with q = Σ_e values[e]·u[rows[e]] + offset·center the negative gradient and c the curvature of a column,
/// t = clamp(soft(c·b + q, strength·l1) / (c + strength·l2), lower, upper) is the coefficient that minimises it alone.
typedef struct {
    fsel_sparse_columns x;
    /// One value per column: curvatures above 0, penalties, bounds, and the unit of a violation.
    const double *_Nonnull curvature;
    const double *_Nonnull center;
    const double *_Nonnull l1;
    const double *_Nonnull l2;
    const double *_Nonnull lower;
    const double *_Nonnull upper;
    const double *_Nonnull reach;
    /// u falls by share·values[e] where a coefficient rises by 1.
    double share;
    /// In [1, 2): a coefficient moves by this much of its way to t, but never past 0 or 2·t.
    double relaxation;
    /// One value per lane.
    const double *_Nonnull strength;
    double *_Nonnull offset;
    /// lanes values per column, and per row.
    double *_Nonnull b;
    double *_Nonnull u;
} fsel_lanes_model;

/// One pass of coordinate descent over the `count` columns listed in `order`.
///
/// Writes for each lane the largest |t − b|·curvature·reach before the move and Σ l1·|b| after it, and to `active` the
/// columns with a coefficient other than 0 in any lane; `active` may be `order` itself. Returns their number.
long fsel_lanes_sweep(const fsel_lanes_model *_Nonnull model, const int32_t *_Nonnull order, long count, long lanes,
                      double *_Nonnull violation, double *_Nonnull norm, int32_t *_Nonnull active);

/// u[lanes·i + k] −= share·Σ over the listed columns of b[lanes·j + k]·x[i, j].
void fsel_lanes_subtract(const fsel_sparse_columns *_Nonnull x, const int32_t *_Nonnull order, long count,
                         const double *_Nonnull b, double share, long lanes, double *_Nonnull u);

/// out[k] = Σᵢ a[i]·u[lanes·i + k], and squares[k] = Σᵢ u[lanes·i + k]², over 4 accumulators of rows i mod 4.
void fsel_lanes_sums(const double *_Nonnull a, const double *_Nonnull u, long n, long lanes, double *_Nonnull out,
                     double *_Nonnull squares);

/// u[lanes·i + k] += factor[k]·a[i].
void fsel_lanes_add(const double *_Nonnull factor, const double *_Nonnull a, long n, long lanes, double *_Nonnull u);

#ifdef __cplusplus
}
#endif

#endif
