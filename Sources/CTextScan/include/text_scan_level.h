#ifndef TEXT_SCAN_LEVEL_H
#define TEXT_SCAN_LEVEL_H

#ifdef __cplusplus
extern "C" {
#endif

/// The instruction sets that text is scanned with, narrowest first.
enum {
    /// What every processor of the architecture has.
    TEXT_SCAN_BASELINE = 1,
    /// AVX2 with BMI.
    TEXT_SCAN_AVX2 = 2,
};

/// Scans with `level`, or with the widest that the processor has if that is narrower; 0 undoes it. For tests, as results
/// do not depend on it. Returns the level in use. It holds for all threads.
int text_scan_set_level(int level);

#ifdef __cplusplus
}
#endif

#endif
