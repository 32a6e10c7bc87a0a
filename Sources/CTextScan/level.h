#ifndef TEXT_SCAN_LEVEL_DISPATCH_H
#define TEXT_SCAN_LEVEL_DISPATCH_H

#include "include/text_scan_level.h"

namespace text_scan {
/// The instruction set in use.
int level();
}  // namespace text_scan

/// The end of a public function: hands its arguments to the function of that name for the level in use.
#if defined(__x86_64__)
#define DISPATCH(name, ...)                                                                                            \
    switch (text_scan::level()) {                                                                                      \
    case TEXT_SCAN_AVX2: return name##_avx2(__VA_ARGS__);                                                              \
    default: return name##_baseline(__VA_ARGS__);                                                                      \
    }
#else
#define DISPATCH(name, ...) return name##_baseline(__VA_ARGS__);
#endif

#endif
