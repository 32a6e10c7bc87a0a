/* Included once per instruction set: NAME(x) is the level's own x, and QUICK_NUMBER reads most numbers. */

/// The bytes of a block that equal one byte, the first in the lowest bit.
static inline uint64_t NAME(matches)(Bytes block, uint8_t byte) {
    const Mask equal = __builtin_convertvector(block == byte, Mask);
    uint64_t bits;
    std::memcpy(&bits, &equal, sizeof bits);
    return bits;
}

static void NAME(survey)(const uint8_t *bytes, size_t length, text_scan_survey *found) {
    size_t lineFeeds = 0, carriageReturns = 0, quotes = 0;
    Bytes seen = {}, hasNull = {};
    for (size_t i = 0; i < length; i += blockSize) {
        Bytes block;
        std::memcpy(&block, bytes + i, blockSize);
        const size_t rest = length - i;
        const uint64_t within = rest < blockSize ? (uint64_t(1) << rest) - 1 : ~uint64_t(0);
        if (rest < blockSize) {
            for (size_t k = rest; k < blockSize; ++k) block[k] = ' ';
        }
        (void)within;
        lineFeeds += size_t(__builtin_popcountll(NAME(matches)(block, '\n')));
        carriageReturns += size_t(__builtin_popcountll(NAME(matches)(block, '\r')));
        quotes += size_t(__builtin_popcountll(NAME(matches)(block, '"')));
        seen |= block;
        hasNull |= (Bytes)(block == 0);
    }
    uint8_t all = 0, nulls = 0;
    for (size_t k = 0; k < blockSize; ++k) {
        all |= seen[k];
        nulls |= hasNull[k];
    }
    *found = {lineFeeds, carriageReturns, quotes, all >= 0x80, nulls != 0};
}
