#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

/* Element i of column j as the kernels count it. */
static double element(fsel_columns x, long j, long i) {
    double z = x.centers ? x.columns[j][i] - x.centers[j] : x.columns[j][i];
    return x.scales ? z * x.scales[j] : z;
}

static void add_entry(fsel_columns a, long j, fsel_columns b, long k, const double *root_weights, long first_row,
                      long row_count, double *entry) {
    for (long start = first_row; start < first_row + row_count; start += FSEL_ROW_BLOCK) {
        long end = start + FSEL_ROW_BLOCK;
        end = end < first_row + row_count ? end : first_row + row_count;
        double sum = 0;
        for (long i = start; i < end; i++) {
            double u = element(a, j, i), v = element(b, k, i);
            sum += root_weights ? (u * root_weights[i]) * (v * root_weights[i]) : u * v;
        }
        *entry += sum;
    }
}

long fsel_gram_scratch(long count) { return 1 + 0 * count; }

long fsel_cross_gram_scratch(long a_count, long b_count) { return 1 + 0 * (a_count + b_count); }

void fsel_gram(fsel_columns x, const double *root_weights, long first_row, long row_count, double *gram, long ld,
               double *scratch) {
    fsel_gram_rows(x, root_weights, first_row, row_count, 0, x.count, gram, ld, scratch);
}

void fsel_gram_rows(fsel_columns x, const double *root_weights, long first_row, long row_count, long first, long count,
                    double *gram, long ld, double *scratch) {
    (void)scratch;
    for (long j = first; j < first + count; j++)
        for (long k = 0; k <= j; k++)
            add_entry(x, j, x, k, root_weights, first_row, row_count, gram + j + k * ld);
}

void fsel_cross_gram(fsel_columns a, fsel_columns b, const double *root_weights, long first_row, long row_count,
                     double *gram, long ld, double *scratch) {
    (void)scratch;
    for (long k = 0; k < b.count; k++)
        for (long j = 0; j < a.count; j++)
            add_entry(a, j, b, k, root_weights, first_row, row_count, gram + j + k * ld);
}

void fsel_mirror(double *matrix, long n, long ld) {
    for (long k = 0; k < n; k++)
        for (long j = k + 1; j < n; j++) matrix[k + j * ld] = matrix[j + k * ld];
}
