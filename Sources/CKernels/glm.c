#include "CKernels.h"
#include "functions.h"
#include "levels.h"

/* Where an instruction set is too poor for a loop, it runs element by element. */
#pragma clang diagnostic ignored "-Wpass-failed"

#define BODY "glm_body.h"
#include "for_each_level.h"

void fsel_logistic(const double *eta, long n, double *mu, double *softplus) {
    DISPATCH(logistic, eta, n, mu, softplus)
}

void fsel_entropy(const double *tau, long n, double *out) { DISPATCH(entropy, tau, n, out) }

void fsel_softmax(const double *eta, long row_stride, long class_stride, long n, long classes, double *mu,
                  double *log_sum) {
    DISPATCH(softmax, eta, row_stride, class_stride, n, classes, mu, log_sum)
}

void fsel_exp_each(const double *x, long n, double *out) { DISPATCH(exp_each, x, n, out) }

void fsel_log_each(const double *x, long n, double *out) { DISPATCH(log_each, x, n, out) }
