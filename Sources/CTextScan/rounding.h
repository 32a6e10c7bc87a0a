#ifndef TEXT_SCAN_ROUNDING_H
#define TEXT_SCAN_ROUNDING_H

#include <cstring>

#include "powers_of_five.h"

namespace text_scan {

/// The powers of ten that a double holds exactly.
constexpr double exactPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int64_t largestExactPower = 22;
constexpr uint64_t largestExactInteger = uint64_t(1) << 53;

inline double withSign(double magnitude, bool negative) {
    uint64_t bits;
    std::memcpy(&bits, &magnitude, sizeof bits);
    bits |= uint64_t(negative) << 63;
    std::memcpy(&magnitude, &bits, sizeof bits);
    return magnitude;
}

/// The double nearest to `mantissa` * 10^`exponent`, ties to even, for a mantissa above 0; false where 128 bits of the
/// power do not decide, or where the double is not normal.
///
/// The mantissa times the power of five, both with their first bit set, has the double's digits in front. D. Lemire,
/// Number parsing at a gigabyte per second, doi:10.1002/spe.2984, section 5.
inline bool roundByPower(uint64_t mantissa, int64_t exponent, double &value) {
    if (exponent < smallestPower || exponent > largestPower) return false;
    const int q = int(exponent);
    const int shift = __builtin_clzll(mantissa);
    mantissa <<= shift;
    const Power &power = powersOfFive[q];
    const unsigned __int128 first = (unsigned __int128)mantissa * power.high;
    uint64_t high = uint64_t(first >> 64), low = uint64_t(first);
    // Nine bits lie below the double's last and its rounding bit; where all are 1, the power's second half may carry.
    if ((high & 0x1FF) == 0x1FF) {
        const uint64_t carry = uint64_t((unsigned __int128)mantissa * power.low >> 64);
        low += carry;
        high += low < carry;
        if (low == ~uint64_t(0) && (q < -27 || q > 55)) return false;
    }
    const int top = int(high >> 63);
    uint64_t digits = high >> (top + 9);
    // floor(q * log2(10)), by a fraction that is close enough for all q here.
    int64_t power2 = (217706 * int64_t(q) >> 16) + 63 + top - shift + 1023;
    if (power2 <= 0) return false;
    // Half way between two doubles, which only happens where the product is exact.
    if (low <= 1 && q >= -4 && q <= 23 && (digits & 3) == 1 && digits << (top + 9) == high) digits &= ~uint64_t(1);
    digits = (digits + (digits & 1)) >> 1;
    if (digits >> 53) {
        digits >>= 1;
        ++power2;
    }
    if (power2 >= 0x7FF) return false;
    const uint64_t bits = (digits & ((uint64_t(1) << 52) - 1)) | uint64_t(power2) << 52;
    std::memcpy(&value, &bits, sizeof value);
    return true;
}

/// The double nearest to `mantissa` * 10^`exponent`, ties to even, with a sign; false where the text itself is needed.
inline bool nearest(uint64_t mantissa, int64_t exponent, bool negative, double &value) {
    double magnitude;
    if (mantissa <= largestExactInteger && exponent >= -largestExactPower && exponent <= largestExactPower) {
        // Two exact doubles, one rounding.
        magnitude = exponent < 0 ? double(mantissa) / exactPowers[-exponent] : double(mantissa) * exactPowers[exponent];
    } else if (mantissa == 0) {
        magnitude = 0;
    } else if (!roundByPower(mantissa, exponent, magnitude)) {
        return false;
    }
    value = withSign(magnitude, negative);
    return true;
}

}  // namespace text_scan

#endif
