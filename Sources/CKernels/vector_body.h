/* 16 lanes = two vectors of 8. */

INLINE double NAME(fold)(const v8 *lo, const v8 *hi) {
    v8 s = *lo + *hi;
    double a = s[0] + s[4], b = s[1] + s[5], c = s[2] + s[6], d = s[3] + s[7];
    return (a + c) + (b + d);
}

/* The last n mod 16 elements, zero-padded: adding +0 products changes no lane's bits but the sign of a zero. */
INLINE void NAME(tail)(const double *a, long i, long n, double fill, v8 *lo, v8 *hi) {
    v8 x = {fill, fill, fill, fill, fill, fill, fill, fill}, y = x;
    for (long k = i; k < n; k++) {
        if (k - i < 8) x[k - i] = a[k];
        else y[k - i - 8] = a[k];
    }
    *lo = x;
    *hi = y;
}

static double NAME(dot)(const double *a, const double *b, long n) {
    v8 lo = {0}, hi = {0};
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        lo += *(const v8 *)(a + i) * *(const v8 *)(b + i);
        hi += *(const v8 *)(a + i + 8) * *(const v8 *)(b + i + 8);
    }
    if (i < n) {
        v8 x, y, u, v;
        NAME(tail)(a, i, n, 0, &x, &y);
        NAME(tail)(b, i, n, 0, &u, &v);
        lo += x * u;
        hi += y * v;
    }
    return NAME(fold)(&lo, &hi);
}

static double NAME(dot_centred)(const double *a, double center, const double *b, long n) {
    v8 lo = {0}, hi = {0};
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        lo += (*(const v8 *)(a + i) - center) * *(const v8 *)(b + i);
        hi += (*(const v8 *)(a + i + 8) - center) * *(const v8 *)(b + i + 8);
    }
    if (i < n) {
        v8 x, y, u, v;
        NAME(tail)(a, i, n, center, &x, &y);
        NAME(tail)(b, i, n, 0, &u, &v);
        lo += (x - center) * u;
        hi += (y - center) * v;
    }
    return NAME(fold)(&lo, &hi);
}

static double NAME(sum)(const double *a, long n) {
    v8 lo = {0}, hi = {0};
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        lo += *(const v8 *)(a + i);
        hi += *(const v8 *)(a + i + 8);
    }
    if (i < n) {
        v8 x, y;
        NAME(tail)(a, i, n, 0, &x, &y);
        lo += x;
        hi += y;
    }
    return NAME(fold)(&lo, &hi);
}

static void NAME(dot4)(const double *a, const double *b0, const double *b1, const double *b2, const double *b3, long n,
                       double *out) {
    v8 l0 = {0}, h0 = {0}, l1 = {0}, h1 = {0}, l2 = {0}, h2 = {0}, l3 = {0}, h3 = {0};
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        v8 x = *(const v8 *)(a + i), y = *(const v8 *)(a + i + 8);
        l0 += x * *(const v8 *)(b0 + i);
        h0 += y * *(const v8 *)(b0 + i + 8);
        l1 += x * *(const v8 *)(b1 + i);
        h1 += y * *(const v8 *)(b1 + i + 8);
        l2 += x * *(const v8 *)(b2 + i);
        h2 += y * *(const v8 *)(b2 + i + 8);
        l3 += x * *(const v8 *)(b3 + i);
        h3 += y * *(const v8 *)(b3 + i + 8);
    }
    if (i < n) {
        v8 x, y, u, v;
        NAME(tail)(a, i, n, 0, &x, &y);
        NAME(tail)(b0, i, n, 0, &u, &v);
        l0 += x * u;
        h0 += y * v;
        NAME(tail)(b1, i, n, 0, &u, &v);
        l1 += x * u;
        h1 += y * v;
        NAME(tail)(b2, i, n, 0, &u, &v);
        l2 += x * u;
        h2 += y * v;
        NAME(tail)(b3, i, n, 0, &u, &v);
        l3 += x * u;
        h3 += y * v;
    }
    out[0] = NAME(fold)(&l0, &h0);
    out[1] = NAME(fold)(&l1, &h1);
    out[2] = NAME(fold)(&l2, &h2);
    out[3] = NAME(fold)(&l3, &h3);
}

static void NAME(axpy)(double alpha, const double *x, double *y, long n) {
    long i = 0;
    for (; i + 8 <= n; i += 8) *(v8 *)(y + i) += alpha * *(const v8 *)(x + i);
    for (; i < n; i++) y[i] += alpha * x[i];
}

static void NAME(axpy_centred)(double alpha, const double *x, double center, double *y, long n) {
    long i = 0;
    for (; i + 8 <= n; i += 8) *(v8 *)(y + i) += alpha * (*(const v8 *)(x + i) - center);
    for (; i < n; i++) y[i] += alpha * (x[i] - center);
}
