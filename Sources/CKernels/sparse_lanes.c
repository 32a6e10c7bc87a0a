#include "CKernels.h"
#include "levels.h"

#define LANES 8
#define LANE_NAME(name) NAME(lanes8_##name)
#define BODY "sparse_lanes_body.h"
#include "for_each_level.h"
#undef LANE_NAME
#undef LANES

#define LANES 1
#define LANE_NAME(name) NAME(lanes1_##name)
#define BODY "sparse_lanes_body.h"
#include "for_each_level.h"
#undef LANE_NAME
#undef LANES

#define DISPATCH_LANES(name, ...)                                                                                      \
    if (lanes == 8) DISPATCH(lanes8_##name, __VA_ARGS__)                                                               \
    DISPATCH(lanes1_##name, __VA_ARGS__)

void fsel_lanes_gradients(const fsel_sparse_columns *x, long first, long last, long n, const double *centers,
                          const double *scales, const double *reach, const double *u, const double *sums, long lanes,
                          double *gradient, double *largest) {
    DISPATCH_LANES(gradients, x, first, last, n, centers, scales, reach, u, sums, gradient, largest)
}

long fsel_lanes_sweep(const fsel_lanes_model *model, const int32_t *order, long count, long lanes, double *violation,
                      double *norm, int32_t *active) {
    DISPATCH_LANES(sweep, model, order, count, violation, norm, active)
}

void fsel_lanes_subtract(const fsel_sparse_columns *x, const int32_t *order, long count, const double *b, double share,
                         long lanes, double *u) {
    DISPATCH_LANES(subtract, x, order, count, b, share, u)
}

void fsel_lanes_sums(const double *a, const double *u, long n, long lanes, double *out, double *squares) {
    DISPATCH_LANES(sums, a, u, n, out, squares)
}

void fsel_lanes_add(const double *factor, const double *a, long n, long lanes, double *u) {
    DISPATCH_LANES(add, factor, a, n, u)
}
