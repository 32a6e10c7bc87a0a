#ifndef TEXT_SCAN_POWERS_OF_FIVE_H
#define TEXT_SCAN_POWERS_OF_FIVE_H

#include <cstdint>

/// The powers of five that a double may need, to 128 bits; computed while this is compiled.
namespace text_scan {

constexpr int smallestPower = -342;
constexpr int largestPower = 308;

/// The leading 128 bits of a power of five, the first of them 1.
struct Power {
    uint64_t high, low;
};

/// A whole number of 1024 bits, the lowest word first.
struct Wide {
    static constexpr int count = 16;
    uint64_t words[count] = {};

    constexpr void timesFive() {
        uint64_t carry = 0;
        for (uint64_t &word : words) {
            const unsigned __int128 product = (unsigned __int128)word * 5 + carry;
            word = uint64_t(product);
            carry = uint64_t(product >> 64);
        }
    }

    constexpr void overFive() {
        uint64_t rest = 0;
        for (int i = count - 1; i >= 0; --i) {
            const unsigned __int128 part = (unsigned __int128)rest << 64 | words[i];
            words[i] = uint64_t(part / 5);
            rest = uint64_t(part % 5);
        }
    }

    constexpr Power leadingBits() const {
        int top = count - 1;
        while (words[top] == 0) --top;
        const int shift = __builtin_clzll(words[top]);
        const auto word = [&](int i) {
            const uint64_t low = i > 0 ? words[i - 1] : 0;
            return shift == 0 ? words[i] : words[i] << shift | low >> (64 - shift);
        };
        return {word(top), top > 0 ? word(top - 1) : 0};
    }
};

struct PowerTable {
    Power entries[largestPower - smallestPower + 1] = {};

    constexpr PowerTable() {
        Wide power;
        power.words[0] = 1;
        for (int q = 0; q <= largestPower; ++q, power.timesFive()) entries[q - smallestPower] = power.leadingBits();
        // floor(2^1023 / 5^k), exactly: dividing by five again and again loses no more than dividing once.
        Wide reciprocal;
        reciprocal.words[Wide::count - 1] = uint64_t(1) << 63;
        for (int q = -1; q >= smallestPower; --q) {
            reciprocal.overFive();
            Power bits = reciprocal.leadingBits();
            // Rounded up as long as the power itself fits in 64 bits, so that a product that is exact is seen to be.
            if (q >= -27 && ++bits.low == 0) ++bits.high;
            entries[q - smallestPower] = bits;
        }
    }

    constexpr const Power &operator[](int q) const { return entries[q - smallestPower]; }
};

inline constexpr PowerTable powersOfFive;

}  // namespace text_scan

#endif
