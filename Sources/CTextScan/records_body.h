/* Included once per instruction set: NAME(x) is the level's own x, and PLAIN_NUMBER(at, end, value) reads most numbers. */

/// Which bytes of a block equal one byte; the first is the lowest bit.
static inline uint64_t NAME(matches)(const Block &block, uint8_t byte) {
    const BlockMask equal = __builtin_convertvector(block == byte, BlockMask);
    uint64_t bits;
    std::memcpy(&bits, &equal, sizeof bits);
    return bits;
}

static size_t NAME(quotes)(const uint8_t *bytes, size_t length) {
    size_t count = 0, i = 0;
    for (; i + blockSize <= length; i += blockSize) {
        Block block;
        std::memcpy(&block, bytes + i, blockSize);
        const uint64_t quotes = NAME(matches)(block, '"');
        if (quotes) count += size_t(__builtin_popcountll(quotes));
    }
    for (; i < length; ++i) count += bytes[i] == '"';
    return count;
}

/// Takes the quotes off the fields that begin with one; false where a quote stands anywhere else.
static bool NAME(unquote)(const uint8_t *bytes, size_t quotes, size_t fields, uint32_t *starts, uint32_t *ends) {
    size_t quoted = 0;
    for (size_t k = 0; k < fields; ++k) {
        if (starts[k] == ends[k] || bytes[starts[k]] != '"') continue;
        if (ends[k] - starts[k] < 2 || bytes[ends[k] - 1] != '"') return false;
        ++starts[k];
        --ends[k];
        ++quoted;
    }
    return quotes == 2 * quoted;
}

static text_scan_shape NAME(fields)(const uint8_t *bytes, size_t length, uint8_t delimiter, size_t width,
                                    uint32_t *starts, uint32_t *ends) {
    size_t fields = 0, records = 0, returns = 0, returnsAtEnds = 0, quotes = 0;
    // All ones from an opening quote to its closing one.
    uint64_t high = 0, nulls = 0, open = 0;
    starts[0] = 0;
    for (size_t i = 0; i < length; i += blockSize) {
        Block block;
        std::memcpy(&block, bytes + i, blockSize);
        const size_t rest = length - i;
        const uint64_t within = rest < blockSize ? (uint64_t(1) << rest) - 1 : ~uint64_t(0);
        const uint64_t lines = NAME(matches)(block, '\n') & within;
        uint64_t separators = (NAME(matches)(block, delimiter) & within) | lines;
        high |= __builtin_bit_cast(uint64_t, __builtin_convertvector(block >= 0x80, BlockMask)) & within;
        nulls |= NAME(matches)(block, 0) & within;
        const uint64_t marks = NAME(matches)(block, '"') & within;
        if (marks | open) {
            // Whether a byte is inside: how many quotes there are up to it, odd or even.
            uint64_t inside = marks;
            for (int shift = 1; shift < 64; shift *= 2) inside ^= inside << shift;
            inside ^= open;
            open = uint64_t(int64_t(inside) >> 63);
            if (lines & inside) return {0, 0};
            separators &= ~inside;
            quotes += size_t(__builtin_popcountll(marks));
        }
        returns += size_t(__builtin_popcountll(NAME(matches)(block, '\r') & within));
        for (uint64_t left = lines; left; left &= left - 1) {
            const int place = __builtin_ctzll(left);
            const size_t before = size_t(__builtin_popcountll(separators & ((uint64_t(1) << place) - 1)));
            if (fields + before + 1 != ++records * width) return {0, 0};
        }
        const size_t count = size_t(__builtin_popcountll(separators));
        // Eight at a time without asking; what is too much is written over.
        for (size_t k = 0; k < count; k += 8) {
            for (size_t l = 0; l < 8; ++l) {
                const uint32_t place = uint32_t(i) + uint32_t(__builtin_ctzll(separators | uint64_t(1) << 63));
                separators &= separators - 1;
                ends[fields + k + l] = place;
                starts[fields + k + l + 1] = place + 1;
            }
        }
        fields += count;
    }
    if (nulls || records == 0 || fields != records * width) return {0, 0};
    if (returns) {
        for (size_t r = 1; r <= records; ++r) {
            uint32_t &end = ends[r * width - 1];
            if (end > starts[r * width - 1] && bytes[end - 1] == '\r') {
                --end;
                ++returnsAtEnds;
            }
        }
        if (returns != returnsAtEnds) return {0, 0};
    }
    if (width == 1) {
        for (size_t r = 0; r < records; ++r) {
            if (starts[r] == ends[r]) return {0, 0};
        }
    }
    if (quotes && !NAME(unquote)(bytes, quotes, fields, starts, ends)) return {0, 0};
    return {records, high != 0};
}

static void NAME(numbers)(const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records,
                          size_t width, const uint8_t *wanted, double *values, size_t stride, uint32_t *others) {
    for (size_t k = 0; k < width; ++k) others[k] = 0;
    for (size_t r = 0; r < records; ++r) {
        const uint32_t *const first = starts + r * width, *const last = ends + r * width;
        for (size_t k = 0; k < width; ++k) {
            if (!wanted[k]) continue;
            const uint8_t *const at = bytes + first[k], *const end = bytes + last[k];
            double value;
            if (!PLAIN_NUMBER(at, end, value)) others[k] += text_scan::parseField(at, end, value) != TEXT_SCAN_NUMBER;
            values[k * stride + r] = value;
        }
    }
}
