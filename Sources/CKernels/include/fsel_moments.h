#ifndef FSEL_MOMENTS_H
#define FSEL_MOMENTS_H

#ifdef __cplusplus
extern "C" {
#endif

// What one pass over a column tells of its location and spread. Sums run over 16 lanes as in fsel_vector.h.

/// What is left of a column when a number near its mean is taken away: d_i = x_i − center, 0 where w_i is 0.
typedef struct {
    /// Σ w_i.
    double weight;
    /// Σ w_i·d_i.
    double sum;
    /// Σ w_i·d_i².
    double square;
    /// max |d_i|.
    double largest;
} fsel_moments;

/// One pass over n values with weights w_i ≥ 0, or all 1 where `w` is null.
fsel_moments fsel_moments_about(const double *_Nonnull x, double center, const double *_Nullable w, long n);

/// The least and the greatest of n values, in `low` and `high`; infinity and −infinity where there are none. Values that
/// are NaN are passed over. Returns whether there was one.
int fsel_range(const double *_Nonnull x, long n, double *_Nonnull low, double *_Nonnull high);

#ifdef __cplusplus
}
#endif

#endif
