/* x ← L⁻¹ x: each panel solves its own rows, and then takes its columns from the rows below in one sum. */
static void NAME(solve_lower)(const double *l, long ld, long n, double *x) {
    const double none[4] = {0}, one[4] = {1, 1, 1, 1};
    for (long start = 0; start < n; start += PANEL) {
        const long end = start + PANEL < n ? start + PANEL : n;
        for (long k = start; k < end; k++) {
            const double *column = l + k * ld;
            x[k] /= column[k];
            const double factor = x[k];
            for (long i = k + 1; i < end; i++) x[i] -= column[i] * factor;
        }
        for (long from = end; from < n; from += 512) {
            const long rows = n - from < 512 ? n - from : 512;
            double sum[512];
            memset(sum, 0, (size_t)rows * sizeof *sum);
            for (long k = start; k < end; k += 4) {
                const double *columns[4];
                for (long c = 0; c < 4; c++) columns[c] = l + (k + c) * ld + from;
                NAME(add_columns)(columns, none, one, x + k, 1, 4, rows, 0, sum);
            }
            for (long i = 0; i < rows; i++) x[from + i] -= sum[i];
        }
    }
}

/* The same for eight interleaved vectors (n × 8, element i of vector k at 8·i + k), each with the bits of one. */
static void NAME(solve_lower8)(const double *l, long ld, long n, double *x) {
    for (long start = 0; start < n; start += PANEL) {
        const long end = start + PANEL < n ? start + PANEL : n;
        for (long i = start; i < end; i++) {
            v8 value = *(v8 *)(x + 8 * i);
            for (long k = start; k < i; k++) value -= l[i + k * ld] * *(v8 *)(x + 8 * k);
            *(v8 *)(x + 8 * i) = value / l[i + i * ld];
        }
        if (end == n) return;
        const double *columns[PANEL];
        for (long k = 0; k < PANEL; k++) columns[k] = l + (start + k) * ld;
        long i = end;
        for (; i + 8 <= n; i += 8) {
            const NAME(ahead) next = {columns, i + 32, PANEL};
            NAME(add_tile)(x + 8 * start, 8, l + i + start * ld, ld, 1, PANEL, 1, SUBTRACT_SUM, next, x + 8 * i, 8);
        }
        for (; i < n; i++) {
            v8 sum = {0};
            for (long k = start; k < end; k++) sum += l[i + k * ld] * *(v8 *)(x + 8 * k);
            *(v8 *)(x + 8 * i) -= sum;
        }
    }
}

/* x ← L⁻ᵀ x, from the last panel to the first. */
static void NAME(solve_upper)(const double *l, long ld, long n, double *x) {
    for (long start = (n - 1) / PANEL * PANEL; start >= 0; start -= PANEL) {
        const long end = start + PANEL < n ? start + PANEL : n;
        const double *below = l + end;
        long j = start;
        for (; end < n && j + 4 <= end; j += 4) {
            double sum[4];
            const double *column = below + j * ld;
            fsel_dot4(x + end, column, column + ld, column + 2 * ld, column + 3 * ld, n - end, sum);
            for (long c = 0; c < 4; c++) x[j + c] -= sum[c];
        }
        for (j = end - 1; j >= start; j--) {
            const double *column = l + j * ld;
            x[j] = (x[j] - fsel_dot(column + j + 1, x + j + 1, end - j - 1)) / column[j];
        }
    }
}
