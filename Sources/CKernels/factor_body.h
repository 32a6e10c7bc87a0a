/* Factors the columns of one panel in its own rows start ..< end, of which those before `first` are factored: each
 * column is divided, and then taken from the columns after it. `diagonal` holds the diagonal of A. Returns the first
 * column that depends on those before it, or `end`. */
static long NAME(factor_corner)(double *l, long ld, long start, long end, long first, double threshold,
                                const double *diagonal) {
    for (long k = start; k < end; k++) {
        double *column = l + k * ld;
        if (k >= first) {
            const double left = column[k];
            if (!(left > threshold * diagonal[k] && left > 0)) return k;
            column[k] = __builtin_elementwise_sqrt(left);
        }
        const long top = k + 1 > first ? k + 1 : first;
        for (long i = top; i < end; i++) column[i] /= column[k];
        for (long j = k + 1; j < end; j++) {
            const double factor = column[j];
            double *other = l + j * ld;
            for (long i = j > top ? j : top; i < end; i++) other[i] -= column[i] * factor;
        }
    }
    return end;
}

/* Solves 24 rows of a whole panel, which stand in `strip` ([24·k + i] for the panel's column k), against its corner:
 * eight columns at a time, first all columns before them, then one another. */
static void NAME(solve_strip)(const double *corner, long ld, int groups, double *strip) {
    const NAME(ahead) none = {0};
    for (long k = 0; k < PANEL; k += 8) {
        const double *rows = corner + k;
        double *columns = strip + 24 * k;
        switch (groups) {
        case 1: NAME(add_tile)(strip, 24, rows, ld, 1, k, 1, SUBTRACT_TERMS, none, columns, 24); break;
        case 2: NAME(add_tile)(strip, 24, rows, ld, 1, k, 2, SUBTRACT_TERMS, none, columns, 24); break;
        default: NAME(add_tile)(strip, 24, rows, ld, 1, k, 3, SUBTRACT_TERMS, none, columns, 24); break;
        }
        for (int g = 0; g < groups; g++) {
            v8 x[8];
#pragma clang loop unroll(full)
            for (int c = 0; c < 8; c++) {
                x[c] = *(v8 *)(columns + 24 * c + 8 * g);
#pragma clang loop unroll(full)
                for (int e = 0; e < c; e++) x[c] -= x[e] * corner[(k + c) + (k + e) * ld];
                x[c] /= corner[(k + c) + (k + c) * ld];
                *(v8 *)(columns + 24 * c + 8 * g) = x[c];
            }
        }
    }
}

/* Copies `rows` rows of a panel into a strip, 0 beyond them, or back. */
static void NAME(load_strip)(const double *l, long ld, long rows, double *strip) {
    for (long k = 0; k < PANEL; k++)
        for (long i = 0; i < 24; i++) strip[24 * k + i] = i < rows ? l[i + k * ld] : 0;
}

static void NAME(store_strip)(double *l, long ld, long rows, const double *strip) {
    for (long k = 0; k < PANEL; k++)
        for (long i = 0; i < rows; i++) l[i + k * ld] = strip[24 * k + i];
}

/* Takes a whole panel's products from what lies right of it, in the rows from `top` on, which stand in strips. */
static void NAME(update_right)(double *l, long ld, long start, long top, long n, const double *strips) {
    const long end = start + PANEL;
    for (long j = end; j < n; j += 8) {
        double eight[8 * PANEL];
        const double *columns[PANEL], *factors = l + j + start * ld;
        long step = ld;
        if (n - j < 8) {
            for (long k = 0; k < PANEL; k++)
                for (long c = 0; c < 8; c++) eight[8 * k + c] = j + c < n ? factors[k * ld + c] : 0;
            factors = eight;
            step = 8;
        }
        for (long k = 0; k < PANEL; k++) columns[k] = l + (start + k) * ld;
        NAME(ahead) next = {columns, j + 8, PANEL};
        for (long i = j > top ? top + (j - top) / 24 * 24 : top; i < n; i += 24, next.count = 0) {
            const NAME(part) part = {n - i, n - j, j - i};
            NAME(add_part)(strips + (i - top) * PANEL, factors, step, 1, PANEL, part, SUBTRACT_SUM, next,
                           l + i + j * ld, ld);
        }
    }
}

static long NAME(factor)(double *l, long ld, long first, long n, double threshold, double *scratch) {
    if (n - first <= 8 && first % PANEL + n - first <= PANEL)
        return NAME(append)(l, ld, first, n, threshold, scratch);
    double *diagonal = scratch, *strips = scratch + n;
    for (long i = first; i < n; i++) diagonal[i] = l[i + i * ld];
    for (long start = 0; start < n; start += PANEL) {
        const long end = start + PANEL < n ? start + PANEL : n;
        if (end > first) {
            const long right = NAME(factor_corner)(l, ld, start, end, first, threshold, diagonal);
            if (right < end) return right;
        }
        const long top = end > first ? end : first;
        for (long i = top; i < n; i += 24) {
            const long rows = n - i < 24 ? n - i : 24;
            double *strip = strips + (i - top) * PANEL, *place = l + i + start * ld;
            NAME(load_strip)(place, ld, rows, strip);
            NAME(solve_strip)(l + start + start * ld, ld, (int)(rows + 7) / 8, strip);
            NAME(store_strip)(place, ld, rows, strip);
        }
        NAME(update_right)(l, ld, start, top, n, strips);
    }
    return n;
}
