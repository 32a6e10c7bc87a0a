/* out[c·step + i] = z of row first_row + i and column first + c, for i < rows and c < columns; columns beyond the last
 * are those of the last. */
static void NAME(copy)(fsel_columns x, const double *root_weights, long first, long columns, long first_row, long rows,
                       double *out, long step) {
    const double *w = root_weights ? root_weights + first_row : 0;
    for (long c = 0; c < columns; c++, out += step) {
        const long j = first + c < x.count ? first + c : x.count - 1;
        const double *column = x.columns[j] + first_row;
        const double center = x.centers ? x.centers[j] : 0, scale = x.scales ? x.scales[j] : 1;
        long i = 0;
        for (; i + 8 <= rows; i += 8) {
            v8 z = (*(const v8 *)(column + i) - center) * scale;
            *(v8 *)(out + i) = w ? z * *(const v8 *)(w + i) : z;
        }
        for (; i < rows; i++) {
            double z = (column[i] - center) * scale;
            out[i] = w ? z * w[i] : z;
        }
    }
}
