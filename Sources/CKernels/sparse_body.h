static void NAME(sparse_dot8)(const double *values, const int32_t *rows, long count, const double *r, double *out) {
    v8 lanes[4] = {{0}, {0}, {0}, {0}};
    long e = 0;
    for (; e + 4 <= count; e += 4) {
#pragma clang loop unroll(full)
        for (int l = 0; l < 4; l++) lanes[l] += *(const v8 *)(r + 8 * (long)rows[e + l]) * values[e + l];
    }
#pragma clang loop unroll(full)
    for (int l = 0; l < 3; l++)
        if (e + l < count) lanes[l] += *(const v8 *)(r + 8 * (long)rows[e + l]) * values[e + l];
    *(v8 *)out = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

static void NAME(sparse_axpy8)(const double *alpha, const double *values, const int32_t *rows, long count, double *y) {
    const v8 factors = *(const v8 *)alpha;
    for (long e = 0; e < count; e++) *(v8 *)(y + 8 * (long)rows[e]) += factors * values[e];
}
