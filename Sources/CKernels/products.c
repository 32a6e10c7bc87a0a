#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

/* Element i of column j as the kernels count it. */
static double element(fsel_columns x, long j, long i) {
    double z = x.centers ? x.columns[j][i] - x.centers[j] : x.columns[j][i];
    return x.scales ? z * x.scales[j] : z;
}

long fsel_lane_width(long lanes) {
    return lanes <= 1 ? 1 : lanes <= 2 ? 2 : lanes <= 4 ? 4 : lanes <= 8 ? 8 : lanes <= 16 ? 16 : 24;
}

long fsel_products_scratch(void) { return 1; }

void fsel_products(fsel_columns x, const double *r, long width, long lanes, long first_row, long row_count,
                   const double *factors, double *out, long ld, double *scratch) {
    (void)scratch;
    for (long j = 0; j < x.count; j++)
        for (long k = 0; k < lanes; k++) {
            double total = 0;
            for (long start = first_row; start < first_row + row_count; start += FSEL_ROW_BLOCK) {
                long end = start + FSEL_ROW_BLOCK;
                end = end < first_row + row_count ? end : first_row + row_count;
                double sum = 0;
                for (long i = start; i < end; i++) sum += element(x, j, i) * r[i * width + k];
                total += sum;
            }
            out[j + k * ld] = factors ? factors[j] * total : total;
        }
}

long fsel_combine_scratch(void) { return 1; }

void fsel_combine(fsel_columns x, const double *b, long width, long first_row, long row_count, double *out,
                  double *scratch) {
    (void)scratch;
    for (long j = 0; j < x.count; j++)
        for (long i = first_row; i < first_row + row_count; i++)
            for (long k = 0; k < width; k++) out[i * width + k] += element(x, j, i) * b[j * width + k];
}

void fsel_subtract_columns(const double *matrix, long ld, const long *places, const double *b, long count, double *q,
                           long n) {
    for (long a = 0; a < count; a++)
        for (long i = 0; i < n; i++) q[i] -= matrix[i + places[a] * ld] * b[a];
}
