#ifndef TEXT_SCAN_NUMBER_H
#define TEXT_SCAN_NUMBER_H

#include <charconv>
#include <limits>

#include "include/CTextScan.h"
#include "rounding.h"

/// One number from its text, for any processor.
namespace text_scan {

/// As many digits always fit in 64 bits.
constexpr int64_t safeDigits = 19;
/// Far beyond any double, far below an overflow of the sums it enters.
constexpr int64_t exponentCap = int64_t(1) << 40;

/// A number's text, taken apart.
struct Decimal {
    bool negative;
    /// All digits as an integer, which is exact when they are at most `safeDigits`.
    uint64_t mantissa;
    /// How many digits there are, zeros in front included.
    int64_t digits;
    /// The value is mantissa * 10^exponent.
    int64_t exponent;
};

inline bool isDigit(uint8_t byte) { return uint8_t(byte - '0') < 10; }

/// Eight ASCII digits, the first in the lowest byte, joined pairwise: 8 x 1, 4 x 2, 2 x 4 and 1 x 8 digits.
inline uint64_t eightDigits(uint64_t word) {
    word = (word & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
    return (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
}

/// How many of eight bytes, from the lowest on, are ASCII digits.
inline int leadingDigits(uint64_t word) {
    const uint64_t low = word & 0x7F7F7F7F7F7F7F7F;
    // The high bit of a byte is set where its low seven bits are below '0' or above '9', or where it was set already.
    const uint64_t others = (~(low + 0x5050505050505050) | (low + 0x4646464646464646) | word) & 0x8080808080808080;
    return others == 0 ? 8 : __builtin_ctzll(others) / 8;
}

constexpr uint64_t smallPowers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// Takes digits from `at` into `number` and returns where they end; bytes before `readable` may be looked at.
inline const uint8_t *takeDigits(const uint8_t *at, const uint8_t *end, const uint8_t *readable, Decimal &number) {
    const uint8_t *const start = at;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (at < end && readable - at >= 8) {
        uint64_t word;
        std::memcpy(&word, at, 8);
        const int64_t found = leadingDigits(word);
        const int64_t count = found < end - at ? found : end - at;
        if (count == 0) break;
        // Zeros come in front, so that the digits are the last of eight.
        number.mantissa = number.mantissa * smallPowers[count] + eightDigits(word << (64 - 8 * count));
        at += count;
        if (count < 8) break;
    }
#endif
    for (; at < end && isDigit(*at); ++at) number.mantissa = number.mantissa * 10 + uint64_t(*at - '0');
    number.digits += at - start;
    return at;
}

/// Takes the digits of an exponent, capped.
inline const uint8_t *takeExponent(const uint8_t *at, const uint8_t *end, int64_t &exponent) {
    for (; at < end && isDigit(*at); ++at) {
        if (exponent < exponentCap) exponent = exponent * 10 + (*at - '0');
    }
    return at;
}

/// Takes a number apart; false where the text is not one.
inline bool split(const uint8_t *at, const uint8_t *end, const uint8_t *readable, Decimal &number) {
    number = {false, 0, 0, 0};
    if (at < end && (*at == '-' || *at == '+')) number.negative = *at++ == '-';
    at = takeDigits(at, end, readable, number);
    if (at < end && *at == '.') {
        const uint8_t *const fraction = ++at;
        at = takeDigits(at, end, readable, number);
        number.exponent = fraction - at;
    }
    if (number.digits == 0) return false;
    if (at < end && (*at == 'e' || *at == 'E')) {
        const bool down = ++at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+')) ++at;
        const uint8_t *const digits = at;
        int64_t exponent = 0;
        at = takeExponent(at, end, exponent);
        if (at == digits) return false;
        number.exponent += down ? -exponent : exponent;
    }
    return at == end;
}

/// Whether a number that no double can hold is too large for it rather than too small, by the place of its first digit.
inline bool isLarge(const uint8_t *at, const uint8_t *end, const Decimal &number) {
    int64_t zeros = 0;
    for (; at < end && (*at == '0' || !isDigit(*at)); ++at) zeros += *at == '0';
    return number.digits - zeros + number.exponent > 0;
}

/// The general case, by the standard library.
inline uint8_t convert(const uint8_t *at, const uint8_t *end, const Decimal &number, double &value) {
    // std::from_chars takes a minus and no plus.
    if (*at == '+') ++at;
    double parsed = 0;
    const auto result = std::from_chars(reinterpret_cast<const char *>(at), reinterpret_cast<const char *>(end), parsed);
    const double largest = std::numeric_limits<double>::max();
    if (result.ec == std::errc() && parsed >= -largest && parsed <= largest) {
        value = parsed;
        return TEXT_SCAN_NUMBER;
    }
    if (isLarge(at, end, number)) return TEXT_SCAN_OVERFLOW;
    value = number.negative ? -0.0 : 0.0;
    return TEXT_SCAN_NUMBER;
}

/// Reads a text without blanks around it; bytes before `readable` may be looked at.
inline uint8_t parse(const uint8_t *at, const uint8_t *end, const uint8_t *readable, double &value) {
    value = std::numeric_limits<double>::quiet_NaN();
    if (at == end) return TEXT_SCAN_EMPTY;
    Decimal number;
    if (!split(at, end, readable, number)) return TEXT_SCAN_OTHER;
    if (number.digits <= safeDigits && nearest(number.mantissa, number.exponent, number.negative, value)) {
        return TEXT_SCAN_NUMBER;
    }
    return convert(at, end, number, value);
}

inline bool isBlank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

/// Reads a field of a padded text; blanks around it do not count unless a quote stands before it.
inline uint8_t parseField(const uint8_t *at, const uint8_t *end, double &value) {
    if (at[-1] != '"') {
        while (at < end && isBlank(*at)) ++at;
        while (at < end && isBlank(end[-1])) --end;
    }
    return parse(at, end, end + 8, value);
}

}  // namespace text_scan

#endif
