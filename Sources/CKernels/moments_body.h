/* 16 lanes = two vectors of 8, as in vector_body.h. */

static inline __attribute__((always_inline)) double NAME(fold_sum)(const v8 *lo, const v8 *hi) {
    v8 s = *lo + *hi;
    double a = s[0] + s[4], b = s[1] + s[5], c = s[2] + s[6], d = s[3] + s[7];
    return (a + c) + (b + d);
}

/* Up to 15 values, then `fill`. */
static inline __attribute__((always_inline)) void NAME(rest)(const double *a, long count, double fill, double *out) {
    for (long k = 0; k < 16; k++) out[k] = k < count ? a[k] : fill;
}

static inline __attribute__((always_inline)) void NAME(take)(const double *x, double center, v8 *sum, v8 *square,
                                                             v8 *largest) {
    v8 d = *(const v8 *)x - center, size = PICK(d < 0, -d, d);
    *sum += d;
    *square += d * d;
    *largest = PICK(size > *largest, size, *largest);
}

static inline __attribute__((always_inline)) void NAME(take_weighted)(const double *x, double center, const double *w,
                                                                      v8 *weight, v8 *sum, v8 *square, v8 *largest) {
    v8 u = *(const v8 *)w, zero = {0}, d = *(const v8 *)x - center;
    d = PICK(u > zero, d, zero);
    v8 size = PICK(d < 0, -d, d), ud = u * d;
    *weight += u;
    *sum += ud;
    *square += ud * d;
    *largest = PICK(size > *largest, size, *largest);
}

static inline __attribute__((always_inline)) double NAME(fold_largest)(const v8 *lo, const v8 *hi) {
    double most = 0;
    for (int k = 0; k < 8; k++) {
        if ((*lo)[k] > most) most = (*lo)[k];
        if ((*hi)[k] > most) most = (*hi)[k];
    }
    return most;
}

static fsel_moments NAME(moments)(const double *x, double center, long n) {
    v8 sum0 = {0}, sum1 = {0}, square0 = {0}, square1 = {0}, largest0 = {0}, largest1 = {0};
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        NAME(take)(x + i, center, &sum0, &square0, &largest0);
        NAME(take)(x + i + 8, center, &sum1, &square1, &largest1);
    }
    if (i < n) {
        double last[16];
        NAME(rest)(x + i, n - i, center, last);
        NAME(take)(last, center, &sum0, &square0, &largest0);
        NAME(take)(last + 8, center, &sum1, &square1, &largest1);
    }
    return (fsel_moments){(double)n, NAME(fold_sum)(&sum0, &sum1), NAME(fold_sum)(&square0, &square1),
                          NAME(fold_largest)(&largest0, &largest1)};
}

static fsel_moments NAME(weighted_moments)(const double *x, double center, const double *w, long n) {
    v8 weight0 = {0}, weight1 = {0}, sum0 = {0}, sum1 = {0}, square0 = {0}, square1 = {0};
    v8 largest0 = {0}, largest1 = {0};
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        NAME(take_weighted)(x + i, center, w + i, &weight0, &sum0, &square0, &largest0);
        NAME(take_weighted)(x + i + 8, center, w + i + 8, &weight1, &sum1, &square1, &largest1);
    }
    if (i < n) {
        double last[16], last_w[16];
        NAME(rest)(x + i, n - i, center, last);
        NAME(rest)(w + i, n - i, 0, last_w);
        NAME(take_weighted)(last, center, last_w, &weight0, &sum0, &square0, &largest0);
        NAME(take_weighted)(last + 8, center, last_w + 8, &weight1, &sum1, &square1, &largest1);
    }
    return (fsel_moments){NAME(fold_sum)(&weight0, &weight1), NAME(fold_sum)(&sum0, &sum1),
                          NAME(fold_sum)(&square0, &square1), NAME(fold_largest)(&largest0, &largest1)};
}

static int NAME(range)(const double *x, long n, double *low, double *high) {
    v8 least0 = (v8){0} + INFINITY, least1 = least0, most0 = -least0, most1 = most0;
    __typeof__(least0 < least1) odd = least0 != least0;
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        v8 lo = *(const v8 *)(x + i), hi = *(const v8 *)(x + i + 8);
        odd |= (lo != lo) | (hi != hi);
        least0 = PICK(lo < least0, lo, least0);
        least1 = PICK(hi < least1, hi, least1);
        most0 = PICK(lo > most0, lo, most0);
        most1 = PICK(hi > most1, hi, most1);
    }
    *low = INFINITY;
    *high = -INFINITY;
    int any = 0;
    for (int k = 0; k < 8; k++) {
        any |= odd[k] != 0;
        if (least0[k] < *low) *low = least0[k];
        if (least1[k] < *low) *low = least1[k];
        if (most0[k] > *high) *high = most0[k];
        if (most1[k] > *high) *high = most1[k];
    }
    for (; i < n; i++) {
        any |= x[i] != x[i];
        if (x[i] < *low) *low = x[i];
        if (x[i] > *high) *high = x[i];
    }
    return any;
}
