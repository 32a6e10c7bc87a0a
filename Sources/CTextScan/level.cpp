#include "level.h"

#include <atomic>

namespace {

int widestLevel() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool hasBits =
        __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    return hasBits && __builtin_cpu_supports("avx2") ? TEXT_SCAN_AVX2 : TEXT_SCAN_BASELINE;
#else
    return TEXT_SCAN_BASELINE;
#endif
}

/// 0 until asked for. A race only repeats the same answer.
std::atomic<int> chosen{0};

}  // namespace

int text_scan::level() {
    const int level = chosen.load(std::memory_order_relaxed);
    return level ? level : text_scan_set_level(0);
}

extern "C" int text_scan_set_level(int level) {
    const int widest = widestLevel();
    const int used = level <= 0 || level > widest ? widest : level;
    chosen.store(used, std::memory_order_relaxed);
    return used;
}
