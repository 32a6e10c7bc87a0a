#ifndef FSEL_LEVELS_H
#define FSEL_LEVELS_H

#include "include/fsel_level.h"

#pragma STDC FP_CONTRACT OFF

/// A function that is compiled anew, for the level at hand, wherever it is called.
#define INLINE static inline __attribute__((always_inline))

/// Eight doubles that may lie anywhere; narrower processors take several registers for them.
typedef double v8 __attribute__((vector_size(64), aligned(8)));

/// The end of a public kernel: hands its arguments to the function of that name for the level in use. The functions
/// come from a text that for_each_level.h includes once per level.
#if defined(__x86_64__)
#define DISPATCH(name, ...)                                                                                            \
    switch (fsel_instruction_level()) {                                                                                \
    case FSEL_AVX512: return name##_avx512(__VA_ARGS__);                                                               \
    case FSEL_AVX2: return name##_avx2(__VA_ARGS__);                                                                   \
    default: return name##_baseline(__VA_ARGS__);                                                                      \
    }
#else
#define DISPATCH(name, ...) return name##_baseline(__VA_ARGS__);
#endif

#endif
