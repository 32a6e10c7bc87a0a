#include "copy_body.h"
#include "transpose_body.h"
#include "pack_body.h"
#include "tile_body.h"

/* What one tile adds to: the products of a panel's columns `from` ..< `to` (within the panel) with the first `across` of
 * eight copied columns, the first of which stands `above` places after the panel's first; those of a column with
 * earlier ones alone if `triangular`. */
typedef struct {
    long from, to, across, above;
    int triangular;
} NAME(part);

/* c[j·down + k·right] += Σ_i panel[24·i + j]·eight[i + BLOCK_STEP·k] for the entries of `part`. Whole tiles go straight
 * into the matrix, cut ones through a buffer. */
static inline __attribute__((always_inline)) void NAME(gram_tile)(const double *panel, const double *eight, long rows,
                                                                  NAME(part) part, NAME(ahead) next, double *c,
                                                                  long down, long right) {
    const int whole = part.from <= 0 && part.to >= 24 && part.across >= 8 && !(part.triangular && part.above > -7);
    if (whole && down == 1) {
        NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 3, 1, next, c, right);
        return;
    }
    double sum[24 * 8] = {0};
    const int skipped = part.triangular && part.above > 0 ? (int)part.above / 8 : 0;
    const long to = part.to < 24 ? part.to : 24;
    panel += 8 * skipped;
    switch ((to + 7) / 8 - skipped) {
    case 3: NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 3, 1, next, sum + 8 * skipped, 24); break;
    case 2: NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 2, 1, next, sum + 8 * skipped, 24); break;
    case 1: NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 1, 1, next, sum + 8 * skipped, 24); break;
    default: return;
    }
    for (long k = 0; k < 8 && k < part.across; k++) {
        long j = part.from > 0 ? part.from : 0;
        if (part.triangular && j < part.above + k) j = part.above + k;
        for (; j < to; j++) c[j * down + k * right] += sum[24 * k + j];
    }
}

/* gram[j·down + k·right] += Σ_i (z_ij·√w_i)(z_ik·√w_i) for the columns j >= first of a and k of b, with k <= j alone if
 * `triangular`: a's are packed in panels, b's copied eight at a time, each against a square's panels. */
static void NAME(products_of)(fsel_columns a, long first, fsel_columns b, int triangular, const double *root_weights,
                              long first_row, long row_count, double *gram, long down, long right, double *scratch) {
    double *eight = scratch, *panels = scratch + 8 * BLOCK_STEP;
    for (long start = 0; start < row_count; start += FSEL_ROW_BLOCK) {
        const long rows = row_count - start < FSEL_ROW_BLOCK ? row_count - start : FSEL_ROW_BLOCK;
        const long row = first_row + start;
        for (long top = first / 24 * 24; top < a.count; top += SQUARE) {
            const long end = top + SQUARE < a.count ? top + SQUARE : a.count;
            for (long j = top; j < end; j += 24)
                NAME(pack)(a, root_weights, j, row, rows, panels + (j - top) * FSEL_ROW_BLOCK);
            for (long k = 0; k < (triangular ? end : b.count); k += 8) {
                NAME(copy)(b, root_weights, k, 8, row, rows, eight, BLOCK_STEP);
                const double *columns[8];
                const long wanted = triangular ? k : k + 8;
                for (long c = 0; c < 8; c++) columns[c] = b.columns[wanted + c < b.count ? wanted + c : b.count - 1];
                NAME(ahead) next = {columns, triangular ? row + FSEL_ROW_BLOCK : row, 8};
                for (long j = triangular && k > top ? k / 24 * 24 : top; j < end; j += 24, next.count = 0) {
                    const NAME(part) part = {first - j, a.count - j, b.count - k, k - j, triangular};
                    NAME(gram_tile)(panels + (j - top) * FSEL_ROW_BLOCK, eight, rows, part, next,
                                    gram + j * down + k * right, down, right);
                }
            }
        }
    }
}
