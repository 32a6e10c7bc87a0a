#include "copy_body.h"
#include "tile_body.h"
#include "transpose_body.h"

/* out[j + k·ld] += the sum over one row block for 8 columns and the lanes k < 8·groups of r. */
INLINE void NAME(wide_block)(const double *eight, long step, const double *r, long width, long rows, int groups,
                             NAME(ahead) next, double *sum) {
    switch (groups) {
    case 1: NAME(add_tile)(r, width, eight, 1, step, rows, 1, ADD_SUM, next, sum, 24); break;
    case 2: NAME(add_tile)(r, width, eight, 1, step, rows, 2, ADD_SUM, next, sum, 24); break;
    default: NAME(add_tile)(r, width, eight, 1, step, rows, 3, ADD_SUM, next, sum, 24); break;
    }
}

/* Widths of 8 and more: eight centred columns at a time, broadcast against the lanes. Strips of rows keep `r` in the
 * second cache while all columns go by. */
static void NAME(wide_products)(fsel_columns x, const double *r, long width, long lanes, long first_row,
                                long row_count, double *out, long ld, double *eight) {
    enum { STRIP = 8 * FSEL_ROW_BLOCK, STEP = BLOCK_STEP };
    double sum[24 * 8];
    for (long top = 0; top < row_count; top += STRIP) {
        const long bottom = top + STRIP < row_count ? top + STRIP : row_count;
        for (long j = 0; j < x.count; j += 8) {
            const long columns = x.count - j < 8 ? x.count - j : 8;
            for (long c = 0; c < 8; c++)
                for (long k = 0; k < width; k++) sum[24 * c + k] = c < columns && k < lanes ? out[j + c + k * ld] : 0;
            for (long from = top; from < bottom; from += FSEL_ROW_BLOCK) {
                const long rows = bottom - from < FSEL_ROW_BLOCK ? bottom - from : FSEL_ROW_BLOCK;
                NAME(copy)(x, 0, j, 8, first_row + from, rows, eight, STEP);
                const double *ahead[8];
                for (long c = 0; c < 8; c++) {
                    const long same = from + FSEL_ROW_BLOCK < bottom, next = same ? j + c : j + c + 8;
                    const long row = first_row + (same ? from + FSEL_ROW_BLOCK : top);
                    ahead[c] = x.columns[next < x.count ? next : x.count - 1] + row;
                }
                NAME(wide_block)(eight, STEP, r + (first_row + from) * width, width, rows, (int)width / 8,
                                 (NAME(ahead)){ahead, 0, 8}, sum);
            }
            for (long c = 0; c < columns; c++)
                for (long k = 0; k < lanes; k++) out[j + c + k * ld] = sum[24 * c + k];
        }
    }
}

/* One block of rows for sixteen columns, turned in registers so that a vector holds one row of eight of them:
 * total[g·width + k] += the block's sum for the columns 8·g ..< 8·g + 8 and vector k. */
INLINE void NAME(narrow_block)(const double *const *columns, const double *centers, const double *scales,
                               const double *const *ahead, const double *r, const int width, long rows, v8 *total) {
    v8 sum[2 * 4];
    for (int e = 0; e < 2 * width; e++) sum[e] = (v8){0};
    long i = 0;
    for (; i + 8 <= rows; i += 8) {
        const double *row = r + i * width;
#pragma clang loop unroll(full)
        for (int g = 0; g < 2; g++) {
            v8 z[8], t[8];
            for (int c = 8 * g; c < 8 * g + 8; c++) {
                __builtin_prefetch(ahead[c] + i, 0, 2);
                z[c - 8 * g] = (*(const v8 *)(columns[c] + i) - centers[c]) * scales[c];
            }
            NAME(transpose8)(z, t);
            for (int e = 0; e < 8; e++)
                for (int k = 0; k < width; k++) sum[g * width + k] += t[e] * row[e * width + k];
        }
    }
    for (; i < rows; i++)
        for (int g = 0; g < 2; g++) {
            v8 z;
            for (int c = 0; c < 8; c++) z[c] = (columns[8 * g + c][i] - centers[8 * g + c]) * scales[8 * g + c];
            for (int k = 0; k < width; k++) sum[g * width + k] += z * r[i * width + k];
        }
    for (int e = 0; e < 2 * width; e++) total[e] += sum[e];
}

/* Widths of 1, 2 and 4: strips of rows, so that the columns ahead are few enough to wait in the second cache. */
INLINE void NAME(narrow_products)(fsel_columns x, const double *r, const int width, long lanes, long first_row,
                                  long row_count, double *out, long ld) {
    enum { STRIP = 4 * FSEL_ROW_BLOCK };
    for (long top = 0; top < row_count; top += STRIP) {
        const long bottom = top + STRIP < row_count ? top + STRIP : row_count;
        for (long j = 0; j < x.count; j += 16) {
            const double *columns[16], *ahead[16];
            double centers[16], scales[16];
            v8 total[2 * 4];
            for (int e = 0; e < 2 * width; e++) total[e] = (v8){0};
            for (int c = 0; c < 16; c++) {
                const long place = j + c < x.count ? j + c : x.count - 1;
                centers[c] = x.centers ? x.centers[place] : 0;
                scales[c] = x.scales ? x.scales[place] : 1;
                if (j + c < x.count)
                    for (long k = 0; k < lanes; k++) total[c / 8 * width + k][c % 8] = out[j + c + k * ld];
            }
            for (long from = top; from < bottom; from += FSEL_ROW_BLOCK) {
                const long same = from + FSEL_ROW_BLOCK < bottom;
                for (int c = 0; c < 16; c++) {
                    const long place = j + c < x.count ? j + c : x.count - 1;
                    const long next = same ? place : j + 16 + c < x.count ? j + 16 + c : x.count - 1;
                    columns[c] = x.columns[place] + first_row + from;
                    ahead[c] = x.columns[next] + first_row + (same ? from + FSEL_ROW_BLOCK : top);
                }
                NAME(narrow_block)(columns, centers, scales, ahead, r + (first_row + from) * width, width,
                                   same ? FSEL_ROW_BLOCK : bottom - from, total);
            }
            for (int c = 0; c < 16 && j + c < x.count; c++)
                for (long k = 0; k < lanes; k++) out[j + c + k * ld] = total[c / 8 * width + k][c % 8];
        }
    }
}

static void NAME(products)(fsel_columns x, const double *r, long width, long lanes, long first_row, long row_count,
                           double *out, long ld, double *scratch) {
    for (long k = 0; k < lanes; k++)
        for (long j = 0; j < x.count; j++) out[j + k * ld] = 0;
    switch (width) {
    case 1: NAME(narrow_products)(x, r, 1, lanes, first_row, row_count, out, ld); return;
    case 2: NAME(narrow_products)(x, r, 2, lanes, first_row, row_count, out, ld); return;
    case 4: NAME(narrow_products)(x, r, 4, lanes, first_row, row_count, out, ld); return;
    default: NAME(wide_products)(x, r, width, lanes, first_row, row_count, out, ld, scratch);
    }
}

#include "add_columns_body.h"
#include "combine_body.h"
