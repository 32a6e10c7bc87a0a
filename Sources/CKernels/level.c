#include "levels.h"

/* 0 until asked for. A race only repeats the same answer. */
static _Atomic int widest = 0;
static _Atomic int chosen = 0;

static int widest_level(void) {
    int level = widest;
    if (level) return level;
    level = FSEL_BASELINE;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) level = FSEL_AVX2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        level = FSEL_AVX512;
#endif
    widest = level;
    return level;
}

int fsel_instruction_level(void) {
    int level = chosen;
    return level ? level : widest_level();
}

int fsel_set_instruction_level(int level) {
    int most = widest_level();
    chosen = level <= 0 ? 0 : level < most ? level : most;
    return fsel_instruction_level();
}
