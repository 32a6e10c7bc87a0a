/* The innermost loop of all products of matrices: sums of outer products over rows, one accumulator per entry. */

#include "tile.h"

typedef double NAME(vec) __attribute__((vector_size(8 * WIDTH), aligned(8)));

/* What is wanted next: step i of the innermost loop asks for the line of columns[i % count] that begins at
 * first + i - i % count. `count` is a power of two, or 0 where there is nothing to ask for. */
typedef struct {
    const double *const *columns;
    long first, count;
} NAME(ahead);

INLINE void NAME(ask)(NAME(ahead) next, long i) {
    const long column = i & (next.count - 1);
    if (next.count) __builtin_prefetch(next.columns[column] + next.first + (i - column), 0, 2);
}

/* sum[c·vecs + v] += a[i·a_step + v·WIDTH ..< + WIDTH]·b[i·b_step + c·b_next] for i < rows in order, or -= if `minus`.
 * With `vecs` and `columns` known to the compiler the sums stay in registers. */
INLINE void NAME(outer)(const double *a, long a_step, const double *b, long b_step, long b_next, long rows, int vecs,
                        int columns, int minus, NAME(ahead) next, NAME(vec) * sum) {
    NAME(vec) s[24];
#pragma clang loop unroll(full)
    for (int e = 0; e < vecs * columns; e++) s[e] = sum[e];
    for (long i = 0; i < rows; i++) {
        NAME(ask)(next, i);
        NAME(vec) u[3];
#pragma clang loop unroll(full)
        for (int v = 0; v < vecs; v++) u[v] = *(const NAME(vec) *)(a + v * WIDTH);
#pragma clang loop unroll(full)
        for (int c = 0; c < columns; c++) {
            double t = b[c * b_next];
#pragma clang loop unroll(full)
            for (int v = 0; v < vecs; v++) {
                if (minus) s[c * vecs + v] -= u[v] * t;
                else s[c * vecs + v] += u[v] * t;
            }
        }
        a += a_step;
        b += b_step;
    }
#pragma clang loop unroll(full)
    for (int e = 0; e < vecs * columns; e++) sum[e] = s[e];
}

/* A register tile: 24 vectors of sums where there are 32 registers of 8, else 8 in 16 registers. */
#if WIDTH == 8
enum { NAME(TILE_VECS) = 3, NAME(TILE_COLUMNS) = 8 };
#else
enum { NAME(TILE_VECS) = 2, NAME(TILE_COLUMNS) = 4 };
#endif

/* c[k·ld + j] and the terms a[i·a_step + j]·b[i·b_step + k·b_next], i < rows in order, for j < 8·groups and k < 8. */
INLINE void NAME(add_tile)(const double *a, long a_step, const double *b, long b_step, long b_next, long rows,
                           int groups, enum tile_use use, NAME(ahead) next, double *c, long ld) {
    enum { VECS = NAME(TILE_VECS), COLUMNS = NAME(TILE_COLUMNS) };
    const int as_sum = use == ADD_SUM || use == SUBTRACT_SUM, minus = use == SUBTRACT_TERMS;
    const int all = groups * 8 / WIDTH;
    for (int first = 0; first < all; first += VECS) {
        const int vecs = all - first < VECS ? all - first : VECS;
        for (int k = 0; k < 8; k += COLUMNS) {
            NAME(vec) sum[VECS * COLUMNS];
            const double *from = a + first * WIDTH, *with = b + k * b_next;
            double *to = c + k * ld + first * WIDTH;
            for (int e = 0; e < COLUMNS; e++)
                for (int v = 0; v < vecs; v++)
                    sum[e * vecs + v] = as_sum ? (NAME(vec)){0} : *(const NAME(vec) *)(to + e * ld + v * WIDTH);
            if (first + k > 0) next.count = 0;
            switch (vecs) {
            case 3: NAME(outer)(from, a_step, with, b_step, b_next, rows, 3, COLUMNS, minus, next, sum); break;
            case 2: NAME(outer)(from, a_step, with, b_step, b_next, rows, 2, COLUMNS, minus, next, sum); break;
            default: NAME(outer)(from, a_step, with, b_step, b_next, rows, 1, COLUMNS, minus, next, sum); break;
            }
            for (int e = 0; e < COLUMNS; e++)
                for (int v = 0; v < vecs; v++) {
                    NAME(vec) *entry = (NAME(vec) *)(to + e * ld + v * WIDTH);
                    if (use == ADD_SUM) *entry += sum[e * vecs + v];
                    else if (use == SUBTRACT_SUM) *entry -= sum[e * vecs + v];
                    else *entry = sum[e * vecs + v];
                }
        }
    }
}
