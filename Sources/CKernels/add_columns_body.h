/* y[i·width + k] += ((x[c][i] − center[c])·scale[c])·b[c·width + k], c < count in order, for up to four columns. Asks
 * for the rows of the columns `ahead`, as many, unless that is null. */
INLINE void NAME(add_columns)(const double *const *x, const double *center, const double *scale, const double *b,
                              const int width, const int count, long rows, const double *const *ahead, double *y) {
    v8 lanes[4];
    for (int c = 0; c < count; c++)
        for (int l = 0; l < 8; l++) lanes[c][l] = b[c * width + l % width];
    long i = 0;
    for (; i + 8 <= rows; i += 8) {
        v8 sum[4];
        for (int e = 0; e < width; e++) sum[e] = *(v8 *)(y + i * width + 8 * e);
        for (int c = 0; c < count; c++) {
            if (ahead) __builtin_prefetch(ahead[c] + i, 0, 2);
            const v8 z = (*(const v8 *)(x[c] + i) - center[c]) * scale[c];
            if (width == 1) sum[0] += z * lanes[c];
            if (width == 2) {
                sum[0] += __builtin_shufflevector(z, z, 0, 0, 1, 1, 2, 2, 3, 3) * lanes[c];
                sum[1] += __builtin_shufflevector(z, z, 4, 4, 5, 5, 6, 6, 7, 7) * lanes[c];
            }
            if (width == 4) {
                sum[0] += __builtin_shufflevector(z, z, 0, 0, 0, 0, 1, 1, 1, 1) * lanes[c];
                sum[1] += __builtin_shufflevector(z, z, 2, 2, 2, 2, 3, 3, 3, 3) * lanes[c];
                sum[2] += __builtin_shufflevector(z, z, 4, 4, 4, 4, 5, 5, 5, 5) * lanes[c];
                sum[3] += __builtin_shufflevector(z, z, 6, 6, 6, 6, 7, 7, 7, 7) * lanes[c];
            }
        }
        for (int e = 0; e < width; e++) *(v8 *)(y + i * width + 8 * e) = sum[e];
    }
    for (; i < rows; i++)
        for (int c = 0; c < count; c++) {
            const double z = (x[c][i] - center[c]) * scale[c];
            for (int k = 0; k < width; k++) y[i * width + k] += z * b[c * width + k];
        }
}
