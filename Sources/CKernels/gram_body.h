#include "copy_body.h"
#include "transpose_body.h"
#include "pack_body.h"
#include "tile_body.h"
#include "part_body.h"

/* gram[j·down + k·right] += Σ_i (z_ij·√w_i)(z_ik·√w_i) for the columns j >= first of a and k of b, with k <= j alone if
 * `triangular`: a's are packed in panels, b's copied eight at a time, each against a square's panels. */
static void NAME(cross_products)(fsel_columns a, long first, fsel_columns b, int triangular,
                                 const double *root_weights, long first_row, long row_count, double *gram, long down,
                                 long right, double *scratch) {
    double *eight = scratch, *panels = scratch + 8 * BLOCK_STEP;
    for (long start = 0; start < row_count; start += FSEL_ROW_BLOCK) {
        const long rows = row_count - start < FSEL_ROW_BLOCK ? row_count - start : FSEL_ROW_BLOCK;
        const long row = first_row + start;
        for (long top = first; top < a.count; top += SQUARE) {
            const long end = top + SQUARE < a.count ? top + SQUARE : a.count;
            for (long j = top; j < end; j += 24)
                NAME(pack)(a, root_weights, j, row, rows, panels + (j - top) * FSEL_ROW_BLOCK);
            for (long k = 0; k < (triangular ? end : b.count); k += 8) {
                NAME(copy)(b, root_weights, k, 8, row, rows, eight, BLOCK_STEP);
                const double *columns[8];
                const long wanted = triangular ? k : k + 8;
                for (long c = 0; c < 8; c++) columns[c] = b.columns[wanted + c < b.count ? wanted + c : b.count - 1];
                NAME(ahead) next = {columns, triangular ? row + FSEL_ROW_BLOCK : row, 8};
                for (long j = triangular && k > top ? k - (k - top) % 24 : top; j < end; j += 24, next.count = 0) {
                    const NAME(part) part = {0, a.count - j, b.count - k, k - j, triangular};
                    NAME(add_part)(panels + (j - top) * FSEL_ROW_BLOCK, eight, 1, BLOCK_STEP, rows, part, ADD_SUM,
                                    next, gram + j * down + k * right, down, right);
                }
            }
        }
    }
}
