#ifndef FSEL_CKERNELS_H
#define FSEL_CKERNELS_H

/// The hot numerical loops, with one defined arithmetic.
///
/// Each header states the order of its sums. No multiplication is fused with an addition, no sum depends on the width
/// of a processor's vectors, on the other columns or right-hand sides of a call, or on how a caller cuts the columns
/// into calls. So the same input gives the same bits on every processor and for any number of threads.
///
/// Lengths, counts and strides are counts of elements. Arrays never overlap unless said otherwise. Kernels allocate
/// nothing; where one needs scratch memory, the caller passes it, of the length that a function of the same name with
/// `_scratch` gives. Counts may be 0; negative ones are the caller's fault.

#include "fsel_cholesky.h"
#include "fsel_columns.h"
#include "fsel_elementary.h"
#include "fsel_glm.h"
#include "fsel_gram.h"
#include "fsel_level.h"
#include "fsel_moments.h"
#include "fsel_products.h"
#include "fsel_sparse.h"
#include "fsel_sparse_lanes.h"
#include "fsel_vector.h"

#endif
