/* Tiles that a matrix's edge or diagonal cuts. */

/* What is meant of a tile of 24 × 8 entries: its rows `from` ..< `to` and first `across` columns. If `triangular`, the
 * entries on and below a diagonal that meets column 0 in row `above`. */
typedef struct {
    long from, to, across, above;
    int triangular;
} NAME(part);

/* c[j·down + k·right] and the sums Σ_i panel[24·i + j]·b[i·b_step + k·b_next], for the entries of `part`; `use` adds or
 * subtracts sums. Whole tiles go straight into the matrix, cut ones through a buffer. */
INLINE void NAME(add_part)(const double *panel, const double *b, long b_step, long b_next, long rows, NAME(part) part,
                           enum tile_use use, NAME(ahead) next, double *c, long down, long right) {
    const int whole = part.from <= 0 && part.to >= 24 && part.across >= 8 && !(part.triangular && part.above > -7);
    if (whole && down == 1) {
        NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 3, use, next, c, right);
        return;
    }
    double sum[24 * 8] = {0};
    const int skipped = part.triangular && part.above > 0 ? (int)part.above / 8 : 0;
    const long to = part.to < 24 ? part.to : 24;
    double *kept = sum + 8 * skipped;
    panel += 8 * skipped;
    switch ((to + 7) / 8 - skipped) {
    case 3: NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 3, ADD_SUM, next, kept, 24); break;
    case 2: NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 2, ADD_SUM, next, kept, 24); break;
    case 1: NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 1, ADD_SUM, next, kept, 24); break;
    default: return;
    }
    for (long k = 0; k < 8 && k < part.across; k++) {
        long j = part.from > 0 ? part.from : 0;
        if (part.triangular && j < part.above + k) j = part.above + k;
        for (; j < to; j++) {
            if (use == ADD_SUM) c[j * down + k * right] += sum[24 * k + j];
            else c[j * down + k * right] -= sum[24 * k + j];
        }
    }
}
