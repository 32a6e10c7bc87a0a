/* Included once per level and number of lanes, with LANES and LANE_NAME defined. VEC holds one value per lane. Vectors
 * go to helpers by address, as a level's own registers may not cross a call. */

#define VEC LANE_NAME(vec)
#define INTEGERS LANE_NAME(integers)
#define INLINE static inline __attribute__((always_inline))
typedef double VEC __attribute__((vector_size(8 * LANES), aligned(8)));
typedef int64_t INTEGERS __attribute__((vector_size(8 * LANES), aligned(8)));

/* These evaluate their arguments, which are variables, several times. */
#define MAX(a, b) SELECT(a > b, a, b)
#define MIN(a, b) SELECT(a < b, a, b)
#if LANES == 1
#define SELECT(mask, a, b) ((VEC){(mask)[0] ? (a)[0] : (b)[0]})
#define MAGNITUDE(a) ((VEC){__builtin_fabs((a)[0])})
#define ANY(mask) ((mask)[0] != 0)
#else
#define SELECT(mask, a, b) ((VEC)(((INTEGERS)(a) & (mask)) | ((INTEGERS)(b) & ~(mask))))
#define MAGNITUDE(a) ((VEC)((INTEGERS)(a) & INT64_MAX))
#define ANY(mask) (__builtin_reduce_or(mask) != 0)
#endif
#define AT(array, index) (*(VEC *)((array) + LANES * (long)(index)))
#define READ(array, index) (*(const VEC *)((array) + LANES * (long)(index)))

INLINE void LANE_NAME(dot)(const fsel_sparse_columns *x, long first, long last, double center, const double *u,
                           VEC *out) {
    VEC s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    const int32_t *rows = x->rows;
    const double *values = x->values;
    long e = first;
    for (; e + 4 <= last; e += 4) {
        s0 += (values[e] - center) * READ(u, rows[e]);
        s1 += (values[e + 1] - center) * READ(u, rows[e + 1]);
        s2 += (values[e + 2] - center) * READ(u, rows[e + 2]);
        s3 += (values[e + 3] - center) * READ(u, rows[e + 3]);
    }
    if (e < last) s0 += (values[e] - center) * READ(u, rows[e]);
    if (e + 1 < last) s1 += (values[e + 1] - center) * READ(u, rows[e + 1]);
    if (e + 2 < last) s2 += (values[e + 2] - center) * READ(u, rows[e + 2]);
    *out = (s0 + s2) + (s1 + s3);
}

/* The rows of a column differ, so four of them are read before any is written. */
INLINE void LANE_NAME(axpy)(const fsel_sparse_columns *x, long j, const VEC *factor, double *u) {
    VEC f = *factor;
    const int32_t *rows = x->rows;
    const double *values = x->values;
    long e = x->starts[j], last = x->starts[j + 1];
    for (; e + 4 <= last; e += 4) {
        VEC u0 = READ(u, rows[e]) + f * values[e], u1 = READ(u, rows[e + 1]) + f * values[e + 1];
        VEC u2 = READ(u, rows[e + 2]) + f * values[e + 2], u3 = READ(u, rows[e + 3]) + f * values[e + 3];
        AT(u, rows[e]) = u0;
        AT(u, rows[e + 1]) = u1;
        AT(u, rows[e + 2]) = u2;
        AT(u, rows[e + 3]) = u3;
    }
    for (; e < last; e++) AT(u, rows[e]) += f * values[e];
}

static void LANE_NAME(gradients)(const fsel_sparse_columns *x, long first, long last, long n, const double *centers,
                                 const double *scales, const double *reach, const double *u, const double *sums,
                                 double *gradient, double *largest) {
    VEC most = {0}, sum = READ(sums, 0);
    for (long j = first; j < last; j++) {
        VEC q = {0};
        if (reach[j] != 0) {
            long start = x->starts[j], end = x->starts[j + 1];
            double center = centers[j];
            if (center != 0 && end - start == n) {
                LANE_NAME(dot)(x, start, end, center, u, &q);
            } else {
                LANE_NAME(dot)(x, start, end, 0, u, &q);
                q -= center * sum;
            }
            q /= scales[j];
            VEC share = MAGNITUDE(q) * reach[j];
            most = MAX(share, most);
        }
        AT(gradient, j) = q;
    }
    AT(largest, 0) = most;
}

/* A branch, not a selection: the step of a column without a centre need not wait for the offset of the one before. */
#define IS_CENTRED(m, j) (__builtin_expect((m)->center[j] != 0, 0))

/* One step of the sweep; the larger of `most` and the violation replaces it, and the change of b is returned. */
INLINE void LANE_NAME(step)(const fsel_lanes_model *m, int32_t j, const VEC *strength, const VEC *offset, VEC *most,
                            VEC *new, VEC *change) {
    const fsel_sparse_columns *x = &m->x;
    double curvature = m->curvature[j];
    VEC q, zero = {0}, b = READ(m->b, j), high = *strength * m->l1[j], low = -high;
    LANE_NAME(dot)(x, x->starts[j], x->starts[j + 1], 0, m->u, &q);
    if (IS_CENTRED(m, j)) q += *offset * m->center[j];
    VEC z = curvature * b + q;
    VEC held = MIN(z, high);
    held = MAX(held, low);
    VEC t = (z - held) / (curvature + *strength * m->l2[j]);
    VEC lower = zero + m->lower[j], upper = zero + m->upper[j];
    t = MAX(t, lower);
    t = MIN(t, upper);
    VEC violation = MAGNITUDE(t - b) * (curvature * m->reach[j]);
    *most = MAX(violation, *most);
    VEC far = t + t, least = MIN(far, zero), greatest = MAX(far, zero);
    VEC moved = b + m->relaxation * (t - b);
    moved = MAX(moved, least);
    moved = MIN(moved, greatest);
    moved = MAX(moved, lower);
    moved = MIN(moved, upper);
    *new = moved;
    *change = moved - b;
}

static long LANE_NAME(sweep)(const fsel_lanes_model *model, const int32_t *order, long count, double *violation,
                             double *norm, int32_t *active) {
    const fsel_lanes_model own = *model, *m = &own; /* a copy, which no write can change */
    VEC strength = READ(m->strength, 0), offset = READ(m->offset, 0), zero = {0}, most = {0}, total = {0};
    long kept = 0;
    for (long i = 0; i < count; i++) {
        int32_t j = order[i];
        VEC new, change;
        LANE_NAME(step)(m, j, &strength, &offset, &most, &new, &change);
        total += m->l1[j] * MAGNITUDE(new);
        if (ANY(change != zero)) {
            AT(m->b, j) = new;
            if (IS_CENTRED(m, j)) offset += change * m->center[j];
            VEC fall = change * -m->share;
            LANE_NAME(axpy)(&m->x, j, &fall, m->u);
        }
        active[kept] = j;
        kept += ANY(new != zero);
    }
    AT(m->offset, 0) = offset;
    AT(violation, 0) = most;
    AT(norm, 0) = total;
    return kept;
}

static void LANE_NAME(subtract)(const fsel_sparse_columns *x, const int32_t *order, long count, const double *b,
                                double share, double *u) {
    for (long i = 0; i < count; i++) {
        VEC fall = READ(b, order[i]) * -share;
        LANE_NAME(axpy)(x, order[i], &fall, u);
    }
}

static void LANE_NAME(sums)(const double *a, const double *u, long n, double *out, double *squares) {
    VEC zero = {0}, s[4] = {zero, zero, zero, zero}, t[4] = {zero, zero, zero, zero};
    long i = 0;
    for (; i + 4 <= n; i += 4) {
        for (long k = 0; k < 4; k++) {
            VEC v = READ(u, i + k);
            s[k] += a[i + k] * v;
            t[k] += v * v;
        }
    }
    for (long k = 0; i + k < n; k++) {
        VEC v = READ(u, i + k);
        s[k] += a[i + k] * v;
        t[k] += v * v;
    }
    AT(out, 0) = (s[0] + s[2]) + (s[1] + s[3]);
    AT(squares, 0) = (t[0] + t[2]) + (t[1] + t[3]);
}

static void LANE_NAME(add)(const double *factor, const double *a, long n, double *u) {
    VEC f = READ(factor, 0);
    for (long i = 0; i < n; i++) AT(u, i) += f * a[i];
}

#undef VEC
#undef INTEGERS
#undef AT
#undef READ
#undef SELECT
#undef MAX
#undef MIN
#undef MAGNITUDE
#undef ANY
#undef IS_CENTRED
#undef INLINE
