/* Adds the products of a panel, `height` columns of which are meant, with eight copied columns, `width` of which are, to
 * c[j·down + k·across]. */
static inline __attribute__((always_inline)) void NAME(cross_tile)(const double *panel, const double *eight, long rows,
                                                                   long height, long width, NAME(ahead) next,
                                                                   double *c, long down, long across) {
    if (down == 1 && height >= 24 && width >= 8) {
        NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 3, 1, next, c, across);
        return;
    }
    double sum[24 * 8] = {0};
    switch ((height + 7) / 8) {
    case 1: NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 1, 1, next, sum, 24); break;
    case 2: NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 2, 1, next, sum, 24); break;
    default: NAME(add_tile)(panel, 24, eight, 1, BLOCK_STEP, rows, 3, 1, next, sum, 24); break;
    }
    for (long k = 0; k < 8 && k < width; k++)
        for (long j = 0; j < 24 && j < height; j++) c[j * down + k * across] += sum[24 * k + j];
}

/* gram[j·down + k·across] += Σ_i (z_ij·√w_i)(z_ik·√w_i) for all columns j of a and k of b: a's are packed, b's copied. */
static void NAME(cross_gram)(fsel_columns a, fsel_columns b, const double *root_weights, long first_row,
                             long row_count, double *gram, long down, long across, double *scratch) {
    double *eight = scratch, *panels = scratch + 8 * BLOCK_STEP;
    for (long top = 0; top < a.count; top += SQUARE) {
        const long end = top + SQUARE < a.count ? top + SQUARE : a.count;
        for (long from = 0; from < row_count; from += FSEL_ROW_BLOCK) {
            const long rows = row_count - from < FSEL_ROW_BLOCK ? row_count - from : FSEL_ROW_BLOCK;
            for (long j = top; j < end; j += 24)
                NAME(pack)(a, root_weights, j, first_row + from, rows, panels + (j - top) * FSEL_ROW_BLOCK);
            for (long k = 0; k < b.count; k += 8) {
                NAME(copy)(b, root_weights, k, 8, first_row + from, rows, eight, BLOCK_STEP);
                const double *columns[8];
                for (long c = 0; c < 8; c++) columns[c] = b.columns[k + 8 + c < b.count ? k + 8 + c : b.count - 1];
                NAME(ahead) next = {columns, first_row + from, 8};
                for (long j = top; j < end; j += 24, next.count = 0)
                    NAME(cross_tile)(panels + (j - top) * FSEL_ROW_BLOCK, eight, rows, end - j, b.count - k, next,
                                     gram + j * down + k * across, down, across);
            }
        }
    }
}
