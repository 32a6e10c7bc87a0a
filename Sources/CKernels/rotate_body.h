/* Rotates a column against `left`, what the rotations before have left of a deleted one: to[i] = c·from[i] + s·left[i]
 * and left[i] ← c·left[i] − s·from[i]. `to` may be `from` or stand before it. */
static void NAME(rotate)(const double *from, double *left, double c, double s, long n, double *to) {
    long i = 0;
    for (; i + 8 <= n; i += 8) {
        const v8 old = *(const v8 *)(from + i), other = *(const v8 *)(left + i);
        *(v8 *)(to + i) = c * old + s * other;
        *(v8 *)(left + i) = c * other - s * old;
    }
    for (; i < n; i++) {
        const double old = from[i], other = left[i];
        to[i] = c * old + s * other;
        left[i] = c * other - s * old;
    }
}

static void NAME(delete)(double *l, long ld, long n, long k, double *vectors, long stride, long count,
                         double *scratch) {
    const size_t below = (size_t)(n - k - 1) * sizeof *l;
    for (long j = 0; j < k; j++) memmove(l + k + j * ld, l + k + 1 + j * ld, below);
    memcpy(scratch + k + 1, l + k + 1 + k * ld, below);
    for (long j = k + 1; j < n; j++) {
        /* Column j loses its row k by moving one place up and left. */
        const double *from = l + j * ld;
        double *to = l + (j - 1) * ld - 1;
        const double d = from[j], left = scratch[j], radius = __builtin_elementwise_sqrt(d * d + left * left);
        const double c = d / radius, s = left / radius;
        to[j] = radius;
        NAME(rotate)(from + j + 1, scratch + j + 1, c, s, n - j - 1, to + j + 1);
        for (long v = 0; v < count; v++) {
            /* pair[0] is what the rotations before have left of the deleted element. */
            double *pair = vectors + v * stride + j - 1;
            const double rest = pair[0], old = pair[1];
            pair[0] = c * old + s * rest;
            pair[1] = c * rest - s * old;
        }
    }
}
