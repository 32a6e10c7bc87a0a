#include "CKernels.h"
#include "levels.h"

/* Columns of a square of the products, the factors of which stay in the second cache. A multiple of 24. */
enum { SQUARE = 240 };

/* Columns are copied with a stride that is no power of two, which would put them all into a few cache sets. */
enum { BLOCK_STEP = FSEL_ROW_BLOCK + 8 };

#define BODY "gram_body.h"
#include "for_each_level.h"

/* The panels of a square of at most `count` columns, and eight copied columns. */
long fsel_gram_scratch(long count) {
    return FSEL_ROW_BLOCK * (count < SQUARE ? (count + 23) / 24 * 24 : SQUARE) + 8 * BLOCK_STEP;
}

void fsel_gram(fsel_columns x, const double *root_weights, long first_row, long row_count, double *gram, long ld,
               double *scratch) {
    fsel_gram_rows(x, root_weights, first_row, row_count, 0, x.count, gram, ld, scratch);
}

void fsel_gram_rows(fsel_columns x, const double *root_weights, long first_row, long row_count, long first, long count,
                    double *gram, long ld, double *scratch) {
    x.count = first + count;
    DISPATCH(cross_products, x, first, root_weights, first_row, row_count, gram, ld, scratch)
}

void fsel_mirror(double *matrix, long n, long ld) {
    /* In squares, so that the lines of both sides are used whole while they are cached. */
    for (long left = 0; left < n; left += 16)
        for (long top = left; top < n; top += 16)
            for (long k = left; k < left + 16 && k < n; k++) {
                long j = top > k ? top : k + 1;
                for (; j < top + 16 && j < n; j++) matrix[k + j * ld] = matrix[j + k * ld];
            }
}
