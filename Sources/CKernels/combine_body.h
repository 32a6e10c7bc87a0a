/* out[i·width + k] += Σ_j z_ij·b_jk */

/* Widths of 8 and more: rows of eight against the lanes, over some centred columns at a time. */
INLINE void NAME(wide_rows)(const double *columns, long step, long count, const double *b, long width, NAME(ahead) next,
                            double *out) {
    switch (width) {
    case 8: NAME(add_tile)(b, 8, columns, step, 1, count, 1, ADD_TERMS, next, out, 8); break;
    case 16: NAME(add_tile)(b, 16, columns, step, 1, count, 2, ADD_TERMS, next, out, 16); break;
    default: NAME(add_tile)(b, 24, columns, step, 1, count, 3, ADD_TERMS, next, out, 24); break;
    }
}

static void NAME(wide_combine)(fsel_columns x, const double *b, long width, long first_row, long row_count,
                               double *out, double *block) {
    enum { ROWS = COMBINED_ROWS, STEP = COMBINED_STEP, COLUMNS = COMBINED_COLUMNS };
    double last[8 * 24];
    for (long from = 0; from < row_count; from += ROWS) {
        const long rows = row_count - from < ROWS ? row_count - from : ROWS, whole = rows - rows % 8;
        for (long j = 0; j < x.count; j += COLUMNS) {
            const long count = x.count - j < COLUMNS ? x.count - j : COLUMNS;
            NAME(copy)(x, 0, j, count, first_row + from, rows, block, STEP);
            double *to = out + (first_row + from) * width;
            const double *ahead[COLUMNS];
            const long next = j + COLUMNS < x.count ? j + COLUMNS : 0;
            for (long c = 0; c < COLUMNS; c++)
                ahead[c] = x.columns[next + c < x.count ? next + c : next] + first_row + from + (next ? 0 : ROWS);
            for (long i = 0; i < whole; i += 8)
                NAME(wide_rows)(block + i, STEP, count, b + j * width, width, (NAME(ahead)){ahead, i, COLUMNS},
                                to + i * width);
            if (whole == rows) continue;
            /* The last rows, and others that are thrown away. */
            for (long c = 0; c < count; c++)
                for (long i = rows; i < whole + 8; i++) block[c * STEP + i] = 0;
            memcpy(last, to + whole * width, (size_t)((rows - whole) * width) * sizeof *to);
            memset(last + (rows - whole) * width, 0, (size_t)((8 - rows + whole) * width) * sizeof *to);
            NAME(wide_rows)(block + whole, STEP, count, b + j * width, width, (NAME(ahead)){0}, last);
            memcpy(to + whole * width, last, (size_t)((rows - whole) * width) * sizeof *to);
        }
    }
}

/* Widths of 1, 2 and 4: blocks of rows that stay in the first cache, four columns per sweep. */
INLINE void NAME(narrow_combine)(fsel_columns x, const double *b, const int width, long first_row, long row_count,
                                 double *out) {
    for (long from = first_row; from < first_row + row_count; from += 512) {
        const long rows = first_row + row_count - from < 512 ? first_row + row_count - from : 512;
        for (long j = 0; j < x.count;) {
            const int count = x.count - j >= 4 ? 4 : 1;
            const double *columns[4], *ahead[4];
            double centers[4], scales[4];
            for (int c = 0; c < count; c++) {
                const long next = j + count + c;
                columns[c] = x.columns[j + c] + from;
                ahead[c] = next < x.count ? x.columns[next] + from : x.columns[next - x.count] + from + 512;
                centers[c] = x.centers ? x.centers[j + c] : 0;
                scales[c] = x.scales ? x.scales[j + c] : 1;
            }
            const double *factors = b + j * width;
            double *to = out + from * width;
            if (count == 4) NAME(add_columns)(columns, centers, scales, factors, width, 4, rows, ahead, to);
            else NAME(add_columns)(columns, centers, scales, factors, width, 1, rows, ahead, to);
            j += count;
        }
    }
}

static void NAME(combine)(fsel_columns x, const double *b, long width, long first_row, long row_count, double *out,
                          double *scratch) {
    switch (width) {
    case 1: NAME(narrow_combine)(x, b, 1, first_row, row_count, out); return;
    case 2: NAME(narrow_combine)(x, b, 2, first_row, row_count, out); return;
    case 4: NAME(narrow_combine)(x, b, 4, first_row, row_count, out); return;
    default: NAME(wide_combine)(x, b, width, first_row, row_count, out, scratch);
    }
}

static void NAME(subtract_columns)(const double *matrix, long ld, const long *places, const double *b, long count,
                                   double *q, long n) {
    const double none[4] = {0}, one[4] = {1, 1, 1, 1};
    for (long from = 0; from < n; from += 512) {
        const long rows = n - from < 512 ? n - from : 512;
        long a = 0;
        for (; a < count; a += a + 4 <= count ? 4 : 1) {
            const double *columns[4], *ahead[4];
            double factors[4];
            const int some = a + 4 <= count ? 4 : 1;
            for (int c = 0; c < some; c++) {
                const long next = a + some + c;
                columns[c] = matrix + places[a + c] * ld + from;
                ahead[c] = next < count ? matrix + places[next] * ld + from : columns[c] + 512;
                factors[c] = -b[a + c];
            }
            if (some == 4) NAME(add_columns)(columns, none, one, factors, 1, 4, rows, ahead, q + from);
            else NAME(add_columns)(columns, none, one, factors, 1, 1, rows, ahead, q + from);
        }
    }
}
