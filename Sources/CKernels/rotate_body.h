/* Rotates a column against `left`, what the rotations before have left of a deleted one: column[i] ← c·column[i] +
 * s·left[i] and left[i] ← c·left[i] − s·column[i]. */
static void NAME(rotate)(double *column, double *left, double c, double s, long n) {
    long i = 0;
    for (; i + 8 <= n; i += 8) {
        const v8 old = *(const v8 *)(column + i), other = *(const v8 *)(left + i);
        *(v8 *)(column + i) = c * old + s * other;
        *(v8 *)(left + i) = c * other - s * old;
    }
    for (; i < n; i++) {
        const double old = column[i], other = left[i];
        column[i] = c * old + s * other;
        left[i] = c * other - s * old;
    }
}

/* Moves the elements first ..< n of a column to `to`, but for the deleted ones, which are `rows` from `next` on. */
static void NAME(close_up)(const double *column, long first, long n, const long *rows, long next, long count,
                           double *to) {
    while (first < n) {
        const long end = next < count ? rows[next] : n;
        memmove(to, column + first, (size_t)(end - first) * sizeof *to);
        to += end - first;
        first = end + 1;
        next++;
    }
}

static void NAME(delete)(double *l, long ld, long n, const long *rows, long count, double *vectors, long stride,
                         long vector_count, double *scratch) {
    /* What is left of each deleted column, and of each vector's deleted element. */
    double *rests = scratch + count * n;
    long before = 0;
    for (long j = 0; j < n; j++) {
        double *column = l + j * ld;
        for (long v = 0; v < before; v++) {
            double *left = scratch + v * n;
            const double d = column[j], e = left[j], radius = __builtin_elementwise_sqrt(d * d + e * e);
            const double c = d / radius, s = e / radius;
            column[j] = radius;
            NAME(rotate)(column + j + 1, left + j + 1, c, s, n - j - 1);
            for (long w = 0; w < vector_count; w++) {
                double *element = vectors + w * stride + j, *rest = rests + w * count + v;
                const double old = *element, other = *rest;
                *element = c * old + s * other;
                *rest = c * other - s * old;
            }
        }
        if (before < count && rows[before] == j) {
            memcpy(scratch + before * n + j + 1, column + j + 1, (size_t)(n - j - 1) * sizeof *l);
            for (long w = 0; w < vector_count; w++) rests[w * count + before] = vectors[w * stride + j];
            before++;
            continue;
        }
        NAME(close_up)(column, j, n, rows, before, count, column - before * ld + j - before);
        for (long w = 0; w < vector_count; w++) vectors[w * stride + j - before] = vectors[w * stride + j];
    }
}
