/* Brings columns into the order in which the products read them, and centres, scales and weights them on the way. */

/* panel[24·i + c] = z of row first_row + i and column first + c, for i < rows and c < 24. What belongs to columns
 * beyond the last is left as it is, or any column's. */
static void NAME(pack)(fsel_columns x, const double *root_weights, long first, long first_row, long rows,
                       double *panel) {
    for (int group = 0; group < 24 && first + group < x.count; group += 8) {
        const double *columns[8];
        double centers[8], scales[8];
        for (int c = 0; c < 8; c++) {
            long j = first + group + c;
            j = j < x.count ? j : x.count - 1;
            columns[c] = x.columns[j] + first_row;
            centers[c] = x.centers ? x.centers[j] : 0;
            scales[c] = x.scales ? x.scales[j] : 1;
        }
        const double *w = root_weights ? root_weights + first_row : 0;
        double *out = panel + group;
        long i = 0;
        for (; i + 8 <= rows; i += 8) {
            v8 z[8], t[8];
            for (int c = 0; c < 8; c++) {
                z[c] = (*(const v8 *)(columns[c] + i) - centers[c]) * scales[c];
                if (w) z[c] *= *(const v8 *)(w + i);
            }
            NAME(transpose8)(z, t);
            for (int e = 0; e < 8; e++) *(v8 *)(out + 24 * (i + e)) = t[e];
        }
        for (; i < rows; i++)
            for (int c = 0; c < 8; c++) {
                double z = (columns[c][i] - centers[c]) * scales[c];
                out[24 * i + c] = w ? z * w[i] : z;
            }
    }
}
