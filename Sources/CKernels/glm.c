#include "CKernels.h"
#include "levels.h"

#include <string.h>

#define BODY "glm_body.h"
#include "for_each_level.h"

void fsel_logistic(const double *eta, long n, double *mu, double *softplus) {
    DISPATCH(logistic, eta, n, mu, softplus)
}

void fsel_entropy(const double *tau, long n, double *out) { DISPATCH(entropy, tau, n, out) }

void fsel_softmax(const double *eta, long row_stride, long class_stride, long n, long classes, double *mu,
                  double *log_sum) {
    for (long i = 0; i < n; i++) {
        const double *x = eta + i * row_stride;
        double *out = mu + i * row_stride;
        double most = x[0];
        for (long k = 1; k < classes; k++) most = x[k * class_stride] > most ? x[k * class_stride] : most;
        double sum = 0;
        for (long k = 0; k < classes; k++) {
            out[k * class_stride] = fsel_exp(x[k * class_stride] - most);
            sum += out[k * class_stride];
        }
        for (long k = 0; k < classes; k++) out[k * class_stride] /= sum;
        log_sum[i] = most + fsel_log(sum);
    }
}

void fsel_exp_each(const double *x, long n, double *out) {
    for (long i = 0; i < n; i++) out[i] = fsel_exp(x[i]);
}

void fsel_log_each(const double *x, long n, double *out) {
    for (long i = 0; i < n; i++) out[i] = fsel_log(x[i]);
}
