#include "CKernels.h"
#include "levels.h"

#include <math.h>

/// `yes` where a comparison holds, `no` elsewhere, lane by lane.
#define PICK(which, yes, no)                                                                                           \
    ({                                                                                                                 \
        __auto_type mask = (which);                                                                                    \
        (v8)((mask & (__typeof__(mask))(yes)) | (~mask & (__typeof__(mask))(no)));                                     \
    })

#define BODY "moments_body.h"
#include "for_each_level.h"

fsel_moments fsel_moments_about(const double *x, double center, const double *w, long n) {
    if (w) {
        DISPATCH(weighted_moments, x, center, w, n)
    }
    DISPATCH(moments, x, center, n)
}

int fsel_range(const double *x, long n, double *low, double *high) { DISPATCH(range, x, n, low, high) }
