#ifndef FSEL_LEVEL_H
#define FSEL_LEVEL_H

#ifdef __cplusplus
extern "C" {
#endif

/// The instruction sets that each kernel is compiled for, narrowest first.
enum {
    /// What every processor of the architecture has (SSE2, NEON).
    FSEL_BASELINE = 1,
    /// AVX2.
    FSEL_AVX2 = 2,
    /// AVX-512 F, VL and DQ.
    FSEL_AVX512 = 3
};

/// The instruction set that kernels use: the widest that the processor has, unless one was set.
int fsel_instruction_level(void);

/// Lets kernels use `level`, or the widest that the processor has if that is narrower; 0 undoes it. For tests, as
/// results do not depend on it. Returns the level in use. It holds for all threads.
int fsel_set_instruction_level(int level);

#ifdef __cplusplus
}
#endif

#endif
