#ifndef TEXT_SCAN_WIDE_NUMBER_H
#define TEXT_SCAN_WIDE_NUMBER_H

#if defined(__x86_64__)
#include <immintrin.h>

#include "rounding.h"

/// Plain numbers (a sign, digits, a point) by vector instructions. For functions compiled for AVX2.
namespace text_scan {

#define AVX2_INLINE static inline __attribute__((always_inline, target("avx,avx2,bmi,bmi2")))

/// 32 zeros, 32 bytes of ones, 32 zeros: a load from somewhere within gives a mask of bytes.
alignas(64) constexpr uint8_t maskBytes[96] = {
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF};

/// A number of at most 16 bytes after its sign; false where it is longer or no plain number, which settles nothing.
///
/// The 32 bytes before `end` are readable, whatever they are.
AVX2_INLINE bool shortNumber(const uint8_t *at, const uint8_t *end, double &value) {
    const bool negative = *at == '-';
    at += int(negative) | int(*at == '+');
    int64_t count = end - at;
    if (count < 1 || count > 16) return false;
    // The digits end in the last byte, and so does the point's fraction.
    const __m128i text = _mm_loadu_si128((const __m128i *)(end - 16));
    const __m128i within = _mm_loadu_si128((const __m128i *)(maskBytes + 16 + count));
    __m128i digits = _mm_sub_epi8(text, _mm_set1_epi8('0'));
    const __m128i isDigit = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    const uint32_t others = (uint32_t)_mm_movemask_epi8(_mm_andnot_si128(isDigit, within));
    int fraction = 0;
    if (others) {
        const int point = __builtin_ctz(others);
        if ((others & (others - 1)) || end[point - 16] != '.' || count == 1) return false;
        // What stands before the point moves on by one byte.
        const __m128i earlier = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(end - 17)), _mm_set1_epi8('0'));
        const __m128i isBefore = _mm_loadu_si128((const __m128i *)(maskBytes + 63 - point));
        digits = _mm_blendv_epi8(digits, earlier, isBefore);
        fraction = 15 - point;
        count -= 1;
    }
    digits = _mm_and_si128(digits, _mm_loadu_si128((const __m128i *)(maskBytes + 16 + count)));
    const __m128i twos = _mm_maddubs_epi16(digits, _mm_set1_epi16(1 << 8 | 10));
    const __m128i fours = _mm_madd_epi16(twos, _mm_set1_epi32(1 << 16 | 100));
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
    const uint64_t halves = (uint64_t)_mm_cvtsi128_si64(eights);
    const uint64_t mantissa = (halves & 0xFFFFFFFF) * 100000000 + (halves >> 32);
    if (mantissa > largestExactInteger) return nearest(mantissa, -fraction, negative, value);
    value = withSign((double)(int64_t)mantissa / exactPowers[fraction], negative);
    return true;
}

/// A number of at most 32 bytes after its sign, as `shortNumber`.
AVX2_INLINE bool longNumber(const uint8_t *at, const uint8_t *end, double &value) {
    const bool negative = *at == '-';
    at += int(negative) | int(*at == '+');
    int64_t count = end - at;
    if (count < 1 || count > 32) return false;
    const __m256i text = _mm256_loadu_si256((const __m256i *)(end - 32));
    const __m256i within = _mm256_loadu_si256((const __m256i *)(maskBytes + count));
    __m256i digits = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
    const __m256i isDigit = _mm256_cmpeq_epi8(_mm256_min_epu8(digits, _mm256_set1_epi8(9)), digits);
    const uint32_t others = (uint32_t)_mm256_movemask_epi8(_mm256_andnot_si256(isDigit, within));
    int fraction = 0;
    if (others) {
        const int point = __builtin_ctz(others);
        if ((others & (others - 1)) || end[point - 32] != '.' || count == 1) return false;
        const __m256i earlier = _mm256_sub_epi8(_mm256_loadu_si256((const __m256i *)(end - 33)), _mm256_set1_epi8('0'));
        const __m256i isBefore = _mm256_loadu_si256((const __m256i *)(maskBytes + 63 - point));
        digits = _mm256_blendv_epi8(digits, earlier, isBefore);
        fraction = 31 - point;
        count -= 1;
    }
    digits = _mm256_and_si256(digits, _mm256_loadu_si256((const __m256i *)(maskBytes + count)));
    const __m256i twos = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(1 << 8 | 10));
    const __m256i fours = _mm256_madd_epi16(twos, _mm256_set1_epi32(1 << 16 | 100));
    const __m256i eights = _mm256_madd_epi16(_mm256_packus_epi32(fours, fours), _mm256_set1_epi32(1 << 16 | 10000));
    const uint64_t first = (uint64_t)_mm_cvtsi128_si64(_mm256_castsi256_si128(eights));
    const uint64_t second = (uint64_t)_mm_cvtsi128_si64(_mm256_extracti128_si256(eights, 1));
    const uint64_t front = (first & 0xFFFFFFFF) * 100000000 + (first >> 32);
    const uint64_t back = (second & 0xFFFFFFFF) * 100000000 + (second >> 32);
    // 19 digits fit in 64 bits.
    if (front > 999) return false;
    const uint64_t mantissa = front * 10000000000000000 + back;
    // Without asking whether a division would do: that branch is hard to foresee where there are 16 or 17 digits.
    if (mantissa == 0 || !roundByPower(mantissa, -fraction, value)) return false;
    value = withSign(value, negative);
    return true;
}

}  // namespace text_scan

#endif
#endif
