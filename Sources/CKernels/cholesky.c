#include "CKernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

enum { PANEL = 64 };

/* Element i of `x` (stride 1 between vectors, `step` between elements), less what the panels before its own take, and
 * then the columns of its own panel before it. */
static double reduced(const double *l, long ld, long i, const double *x, long step) {
    double value = x[i * step];
    long panel = i - i % PANEL;
    for (long first = 0; first < panel; first += PANEL) {
        double sum = 0;
        for (long k = first; k < first + PANEL; k++) sum += l[i + k * ld] * x[k * step];
        value -= sum;
    }
    for (long k = panel; k < i; k++) value -= l[i + k * ld] * x[k * step];
    return value;
}

static void solve_lower(const double *l, long ld, long n, double *x, long step) {
    for (long i = 0; i < n; i++) x[i * step] = reduced(l, ld, i, x, step) / l[i + i * ld];
}

void fsel_solve_lower(const double *l, long ld, long n, double *x) { solve_lower(l, ld, n, x, 1); }

void fsel_solve_lower8(const double *l, long ld, long n, double *x) {
    for (long k = 0; k < 8; k++) solve_lower(l, ld, n, x + k, 8);
}

void fsel_solve_upper(const double *l, long ld, long n, double *x) {
    for (long j = n - 1; j >= 0; j--) {
        long end = j - j % PANEL + PANEL;
        end = end < n ? end : n;
        double value = x[j] - fsel_dot(l + end + j * ld, x + end, n - end);
        for (long i = end - 1; i > j; i--) value -= l[i + j * ld] * x[i];
        x[j] = value / l[j + j * ld];
    }
}

void fsel_solve_upper8(const double *l, long ld, long n, double *x) {
    for (long j = n - 1; j >= 0; j--) {
        long end = j - j % PANEL + PANEL;
        end = end < n ? end : n;
        for (long k = 0; k < 8; k++) {
            double lanes[16] = {0};
            for (long i = end; i < n; i++) lanes[(i - end) % 16] += l[i + j * ld] * x[8 * i + k];
            for (long w = 8; w > 0; w /= 2)
                for (long m = 0; m < w; m++) lanes[m] += lanes[m + w];
            double value = x[8 * j + k] - lanes[0];
            for (long i = end - 1; i > j; i--) value -= l[i + j * ld] * x[8 * i + k];
            x[8 * j + k] = value / l[j + j * ld];
        }
    }
}

long fsel_cholesky_scratch(long n) { return 1 + 0 * n; }

long fsel_cholesky(double *l, long ld, long first, long n, double threshold, double *scratch) {
    (void)scratch;
    for (long i = first; i < n; i++) {
        for (long j = 0; j < i; j++) {
            double value = l[i + j * ld];
            long panel = j - j % PANEL;
            for (long start = 0; start < panel; start += PANEL) {
                double sum = 0;
                for (long k = start; k < start + PANEL; k++) sum += l[j + k * ld] * l[i + k * ld];
                value -= sum;
            }
            for (long k = panel; k < j; k++) value -= l[j + k * ld] * l[i + k * ld];
            l[i + j * ld] = value / l[j + j * ld];
        }
        double diagonal = l[i + i * ld], left = diagonal;
        long panel = i - i % PANEL;
        for (long start = 0; start < panel; start += PANEL) {
            double sum = 0;
            for (long k = start; k < start + PANEL; k++) sum += l[i + k * ld] * l[i + k * ld];
            left -= sum;
        }
        for (long k = panel; k < i; k++) left -= l[i + k * ld] * l[i + k * ld];
        if (!(left > threshold * diagonal && left > 0)) return i;
        l[i + i * ld] = __builtin_sqrt(left);
    }
    return n;
}

void fsel_cholesky_delete(double *l, long ld, long n, long k, double *vectors, long stride, long count,
                          double *scratch) {
    for (long j = 0; j < k; j++) memmove(l + k + j * ld, l + k + 1 + j * ld, (size_t)(n - k - 1) * sizeof *l);
    memcpy(scratch + k + 1, l + k + 1 + k * ld, (size_t)(n - k - 1) * sizeof *l);
    for (long j = k + 1; j < n; j++) {
        double *from = l + j * ld, *to = l + (j - 1) * ld - 1;
        double d = from[j], w = scratch[j];
        double radius = __builtin_sqrt(d * d + w * w), c = d / radius, s = w / radius;
        to[j] = radius;
        for (long v = 0; v < count; v++) {
            /* z[j - 1] is what the rotations before have left of the deleted element. */
            double *z = vectors + v * stride + j - 1, carry = z[0], old = z[1];
            z[0] = c * old + s * carry;
            z[1] = c * carry - s * old;
        }
        for (long i = j + 1; i < n; i++) {
            double old = from[i];
            to[i] = c * old + s * scratch[i];
            scratch[i] = c * scratch[i] - s * old;
        }
    }
}

double fsel_rotate_row(double *row, const double *c, const double *s, long n, double carry) {
    for (long j = 0; j < n; j++) {
        double old = row[j];
        row[j] = c[j] * old + s[j] * carry;
        carry = c[j] * carry - s[j] * old;
    }
    return carry;
}
