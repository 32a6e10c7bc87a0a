#include "CKernels.h"
#include "levels.h"

#include <string.h>

/* Columns are copied with a stride that is no power of two, which would put them all into a few cache sets. */
enum {
    BLOCK_STEP = FSEL_ROW_BLOCK + 8,
    COMBINED_ROWS = 128,
    COMBINED_COLUMNS = 32,
    COMBINED_STEP = COMBINED_ROWS + 8
};

#define BODY "products_body.h"
#include "for_each_level.h"

long fsel_lane_width(long lanes) {
    return lanes <= 1 ? 1 : lanes <= 2 ? 2 : lanes <= 4 ? 4 : lanes <= 8 ? 8 : lanes <= 16 ? 16 : 24;
}

/* A width that no kernel has is a fault of the caller's, and would read beyond its vectors. */
static void require_width(long width) {
    if (fsel_lane_width(width) != width) __builtin_trap();
}

static void scale_products(const double *factors, long count, long lanes, double *out, long ld) {
    if (!factors) return;
    for (long k = 0; k < lanes; k++)
        for (long j = 0; j < count; j++) out[j + k * ld] *= factors[j];
}

static void products(fsel_columns x, const double *r, long width, long lanes, long first_row, long row_count,
                     double *out, long ld, double *scratch) {
    DISPATCH(products, x, r, width, lanes, first_row, row_count, out, ld, scratch)
}

long fsel_products_scratch(void) { return 8 * BLOCK_STEP; }

void fsel_products(fsel_columns x, const double *r, long width, long lanes, long first_row, long row_count,
                   const double *factors, double *out, long ld, double *scratch) {
    require_width(width);
    products(x, r, width, lanes, first_row, row_count, out, ld, scratch);
    scale_products(factors, x.count, lanes, out, ld);
}

long fsel_combine_scratch(void) { return COMBINED_COLUMNS * COMBINED_STEP; }

void fsel_combine(fsel_columns x, const double *b, long width, long first_row, long row_count, double *out,
                  double *scratch) {
    require_width(width);
    DISPATCH(combine, x, b, width, first_row, row_count, out, scratch)
}

void fsel_subtract_columns(const double *matrix, long ld, const long *places, const double *b, long count, double *q,
                           long n) {
    DISPATCH(subtract_columns, matrix, ld, places, b, count, q, n)
}
