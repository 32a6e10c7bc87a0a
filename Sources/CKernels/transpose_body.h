/* Turns 8 × 8 blocks in registers. */

/* y[i][c] = x[c][i] for i, c < 8. */
INLINE void NAME(transpose8)(const v8 *x, v8 *y) {
    v8 p[8], q[8];
    for (int c = 0; c < 8; c += 2) {
        p[c] = __builtin_shufflevector(x[c], x[c + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        p[c + 1] = __builtin_shufflevector(x[c], x[c + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int c = 0; c < 8; c += 4)
        for (int h = 0; h < 2; h++) {
            q[c + h] = __builtin_shufflevector(p[c + h], p[c + h + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            q[c + h + 2] = __builtin_shufflevector(p[c + h], p[c + h + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int i = 0; i < 4; i++) {
        y[i] = __builtin_shufflevector(q[i], q[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        y[i + 4] = __builtin_shufflevector(q[i], q[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}
