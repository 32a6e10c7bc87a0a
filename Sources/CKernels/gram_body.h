#include "copy_body.h"
#include "transpose_body.h"
#include "pack_body.h"
#include "tile_body.h"

/* One 24 × 8 tile of the products, entries [row ..< row + 24, column ..< column + 8] of a matrix of `count` rows: whole
 * tiles go straight into the matrix, cut ones through a buffer. */
static inline __attribute__((always_inline)) void NAME(gram_tile)(const double *a, const double *b, long rows,
                                                                  long row, long column, long first, long count,
                                                                  double *gram, long ld) {
    const long above = column - row;   /* rows of the tile above its first column's diagonal */
    const NAME(ahead) none = {0};
    if (above <= -7 && first <= row && row + 24 <= count) {
        NAME(add_tile)(a, 24, b, 24, 1, rows, 3, 1, none, gram + row + column * ld, ld);
        return;
    }
    double sum[24 * 8] = {0};
    const int skipped = above > 0 ? (int)above / 8 : 0;
    const long end = count - row < 24 ? count - row : 24;
    const int groups = (int)(end + 7) / 8 - skipped;
    switch (groups) {
    case 3: NAME(add_tile)(a + 8 * skipped, 24, b, 24, 1, rows, 3, 1, none, sum + 8 * skipped, 24); break;
    case 2: NAME(add_tile)(a + 8 * skipped, 24, b, 24, 1, rows, 2, 1, none, sum + 8 * skipped, 24); break;
    case 1: NAME(add_tile)(a + 8 * skipped, 24, b, 24, 1, rows, 1, 1, none, sum + 8 * skipped, 24); break;
    default: return;
    }
    for (long k = 0; k < 8 && column + k < count; k++) {
        long j = above + k > first - row ? above + k : first - row;
        for (j = j > 0 ? j : 0; j < end; j++) gram[row + j + (column + k) * ld] += sum[24 * k + j];
    }
}

static void NAME(gram_rows)(fsel_columns x, const double *root_weights, long first_row, long row_count, long first,
                            long count, double *gram, long ld, double *scratch) {
    const long end = first + count, step = 24 * FSEL_ROW_BLOCK;
    x.count = end;
    for (long from = 0; from < row_count; from += FSEL_ROW_BLOCK) {
        const long rows = row_count - from < FSEL_ROW_BLOCK ? row_count - from : FSEL_ROW_BLOCK;
        for (long p = 0; 24 * p < end; p++) NAME(pack)(x, root_weights, 24 * p, first_row + from, rows, scratch + p * step);
        for (long top = first / 24 * 24; top < end; top += SQUARE)
            for (long left = 0; left < end && left < top + SQUARE; left += SQUARE)
                for (long j = top; j < end && j < top + SQUARE; j += 24)
                    for (long k = left; k < end && k < j + 24 && k < left + SQUARE; k += 8)
                        NAME(gram_tile)(scratch + j / 24 * step, scratch + k / 24 * step + k % 24, rows, j, k, first, end,
                                        gram, ld);
    }
}

#include "cross_body.h"
