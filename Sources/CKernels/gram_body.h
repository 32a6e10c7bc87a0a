#include "copy_body.h"
#include "transpose_body.h"
#include "pack_body.h"
#include "tile_body.h"
#include "part_body.h"

/* gram[j + k·ld] += Σ_i (z_ij·√w_i)(z_ik·√w_i) for j >= first and k <= j: rows of the triangle are packed in panels, and
 * all columns up to them copied eight at a time, each against a square's panels. */
static void NAME(cross_products)(fsel_columns x, long first, const double *root_weights, long first_row,
                                 long row_count, double *gram, long ld, double *scratch) {
    double *eight = scratch, *panels = scratch + 8 * BLOCK_STEP;
    /* What is wanted next: of few columns, which stay cached meanwhile, the next rows; else the next columns. */
    const int few = x.count <= SQUARE;
    for (long start = 0; start < row_count; start += FSEL_ROW_BLOCK) {
        const long rows = row_count - start < FSEL_ROW_BLOCK ? row_count - start : FSEL_ROW_BLOCK;
        const long row = first_row + start;
        for (long top = first; top < x.count; top += SQUARE) {
            const long end = top + SQUARE < x.count ? top + SQUARE : x.count;
            for (long j = top; j < end; j += 24)
                NAME(pack)(x, root_weights, j, row, rows, panels + (j - top) * FSEL_ROW_BLOCK);
            for (long k = 0; k < end; k += 8) {
                NAME(copy)(x, root_weights, k, 8, row, rows, eight, BLOCK_STEP);
                const double *columns[8];
                const long wanted = few ? k : k + 8;
                for (long c = 0; c < 8; c++) columns[c] = x.columns[wanted + c < x.count ? wanted + c : x.count - 1];
                NAME(ahead) next = {columns, few ? row + FSEL_ROW_BLOCK : row, 8};
                for (long j = k > top ? k - (k - top) % 24 : top; j < end; j += 24, next.count = 0) {
                    const NAME(part) part = {x.count - j, x.count - k, k - j};
                    NAME(add_part)(panels + (j - top) * FSEL_ROW_BLOCK, eight, 1, BLOCK_STEP, rows, part, ADD_SUM,
                                    next, gram + j + k * ld, ld);
                }
            }
        }
    }
}
