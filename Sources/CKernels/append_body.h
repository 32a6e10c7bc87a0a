/* Factors at most eight rows first ..< n that stand in one panel with each other: they are solved as interleaved
 * vectors, each element of L being read once for all. `scratch` has 8·first elements. */
static long NAME(append)(double *l, long ld, long first, long n, double threshold, double *scratch) {
    const NAME(ahead) none = {0};
    const long count = n - first, panel = first / PANEL * PANEL;
    double corner[8 * 8] = {0}, *x = scratch;
    for (long j = 0; j < first; j++)
        for (long i = 0; i < 8; i++) x[8 * j + i] = i < count ? l[first + i + j * ld] : 0;
    for (long j = 0; j < count; j++)
        for (long i = j; i < count; i++) corner[8 * j + i] = l[first + i + (first + j) * ld];
    NAME(solve_lower8)(l, ld, first, x);
    for (long start = 0; start < panel; start += PANEL)
        NAME(add_tile)(x + 8 * start, 8, x + 8 * start, 8, 1, PANEL, 1, SUBTRACT_SUM, none, corner, 8);
    NAME(add_tile)(x + 8 * panel, 8, x + 8 * panel, 8, 1, first - panel, 1, SUBTRACT_TERMS, none, corner, 8);
    for (long j = 0; j < first; j++)
        for (long i = 0; i < count; i++) l[first + i + j * ld] = x[8 * j + i];
    for (long k = 0; k < count; k++) {
        double *column = l + first + (first + k) * ld;
        const double left = corner[9 * k];
        if (!(left > threshold * column[k] && left > 0)) return first + k;
        column[k] = __builtin_elementwise_sqrt(left);
        for (long i = k + 1; i < count; i++) column[i] = corner[8 * k + i] / column[k];
        for (long j = k + 1; j < count; j++)
            for (long i = j; i < count; i++) corner[8 * j + i] -= column[i] * column[j];
    }
    return n;
}
