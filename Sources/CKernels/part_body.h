/* Tiles that a matrix's edge or diagonal cuts. */

/* What is meant of a tile of 24 × 8 entries: its first `down` rows and `across` columns. Entries above a diagonal that
 * meets column 0 in row `above` are left out. */
typedef struct {
    long down, across, above;
} NAME(part);

/* c[j + k·ld] and the sums Σ_i panel[24·i + j]·b[i·b_step + k·b_next], for the entries of `part`; `use` adds or
 * subtracts sums. Whole tiles go straight into the matrix, cut ones through a buffer. */
INLINE void NAME(add_part)(const double *panel, const double *b, long b_step, long b_next, long rows, NAME(part) part,
                           enum tile_use use, NAME(ahead) next, double *c, long ld) {
    if (part.down >= 24 && part.across >= 8 && part.above <= -7) {
        NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 3, use, next, c, ld);
        return;
    }
    double sum[24 * 8] = {0};
    const int skipped = part.above > 0 ? (int)part.above / 8 : 0;
    const long down = part.down < 24 ? part.down : 24;
    double *kept = sum + 8 * skipped;
    panel += 8 * skipped;
    switch ((down + 7) / 8 - skipped) {
    case 3: NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 3, ADD_SUM, next, kept, 24); break;
    case 2: NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 2, ADD_SUM, next, kept, 24); break;
    case 1: NAME(add_tile)(panel, 24, b, b_step, b_next, rows, 1, ADD_SUM, next, kept, 24); break;
    default: return;
    }
    for (long k = 0; k < 8 && k < part.across; k++) {
        for (long j = part.above + k > 0 ? part.above + k : 0; j < down; j++) {
            if (use == ADD_SUM) c[j + k * ld] += sum[24 * k + j];
            else c[j + k * ld] -= sum[24 * k + j];
        }
    }
}
