/* Compiles the text BODY once per instruction set. There NAME(x) is the level's own x, and WIDTH the doubles of its
 * vectors. Contraction is off and the text fixes the order of every sum, so the levels agree in every bit. */

#pragma STDC FP_CONTRACT OFF

#define WIDTH 2
#define NAME(name) name##_baseline
#include BODY
#undef NAME
#undef WIDTH

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx,avx2"))), apply_to = function)
#define WIDTH 4
#define NAME(name) name##_avx2
#include BODY
#undef NAME
#undef WIDTH
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx,avx2,avx512f,avx512vl,avx512dq"))), apply_to = function)
#define WIDTH 8
#define NAME(name) name##_avx512
#include BODY
#undef NAME
#undef WIDTH
#pragma clang attribute pop
#endif

#undef BODY
