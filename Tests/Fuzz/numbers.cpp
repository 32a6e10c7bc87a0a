// Numbers in text against std::from_chars, of the same bits in every way that CTextScan reads them.
//
// As a libFuzzer target:     clang++ -std=c++17 -O1 -fsanitize=fuzzer,address,undefined ...
// As a program of N cases:   clang++ -std=c++17 -O2 -DRANDOM_CASES ...

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "CTextScan.h"

namespace {

/// What a text is by the grammar that CTextScan.h gives, read slowly.
struct Expected {
    int kind = TEXT_SCAN_OTHER;
    double value = 0;
};

Expected expected(const std::string &text) {
    if (text.empty()) return {TEXT_SCAN_EMPTY, 0};
    size_t at = text[0] == '-' || text[0] == '+';
    const auto digits = [&] {
        const size_t start = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at - start;
    };
    size_t count = digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        count += digits();
    }
    if (count == 0) return {};
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        at += at < text.size() && (text[at] == '-' || text[at] == '+');
        if (digits() == 0) return {};
    }
    if (at != text.size()) return {};
    const char *start = text.data() + (text[0] == '+');
    double value = 0;
    const auto result = std::from_chars(start, text.data() + text.size(), value);
    if (result.ec == std::errc::result_out_of_range || std::isinf(value)) {
        // from_chars does not say on which side; strtod does.
        value = std::strtod(text.c_str(), nullptr);
        if (std::isinf(value)) return {TEXT_SCAN_OVERFLOW, 0};
    }
    return {TEXT_SCAN_NUMBER, value};
}

bool isSame(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

[[noreturn]] void fail(const char *how, const std::string &text, double value) {
    std::fprintf(stderr, "%s: '%s' gave %.17g\n", how, text.c_str(), value);
    std::abort();
}

void check(const std::string &text) {
    const Expected right = expected(text);
    const auto *bytes = reinterpret_cast<const uint8_t *>(text.data());
    double value = 0;
    const int kind = text_scan_decimal(bytes, text.size(), &value);
    if (kind != right.kind || (kind == TEXT_SCAN_NUMBER ? !isSame(value, right.value) : !std::isnan(value)))
        fail("alone", text, value);
    // As a field: blanks around it do not count, and what surrounds it is nothing to it.
    if (!text.empty() && (text[0] == ' ' || text[0] == '\t' || text.back() == ' ' || text.back() == '\t')) return;
    static std::vector<uint8_t> padded;
    for (const uint8_t around : {uint8_t('7'), uint8_t('.'), uint8_t(',')}) {
        padded.assign(text.size() + 2 * TEXT_SCAN_PADDING, around);
        std::memcpy(padded.data() + TEXT_SCAN_PADDING, text.data(), text.size());
        const uint32_t start = 0, end = uint32_t(text.size());
        const uint8_t wanted = 1;
        uint32_t others = 0;
        for (const int level : {TEXT_SCAN_BASELINE, TEXT_SCAN_AVX2}) {
            text_scan_set_level(level);
            text_scan_numbers(padded.data() + TEXT_SCAN_PADDING, &start, &end, 1, 1, &wanted, &value, 8, &others);
            const bool isNumber = right.kind == TEXT_SCAN_NUMBER;
            if (others != !isNumber || (isNumber ? !isSame(value, right.value) : !std::isnan(value)))
                fail(level == TEXT_SCAN_BASELINE ? "in a table" : "by vector code", text, value);
        }
    }
}

}  // namespace

#ifndef RANDOM_CASES

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size <= 2000) check(std::string(reinterpret_cast<const char *>(data), size));
    return 0;
}

#else

int main(int count, char **arguments) {
    const long cases = count > 1 ? std::atol(arguments[1]) : 1000000;
    std::mt19937_64 random(count > 2 ? std::atol(arguments[2]) : 1);
    const auto below = [&](int n) { return int(random() % uint64_t(n)); };
    const auto digits = [&](int n) {
        std::string text;
        for (int i = 0; i < n; ++i) text += char('0' + below(10));
        return text;
    };
    const auto anyDouble = [&] {
        const uint64_t bits = random();
        double value;
        std::memcpy(&value, &bits, sizeof value);
        return std::isfinite(value) ? value : 1.0;
    };
    char buffer[2000];
    for (long k = 0; k < cases; ++k) {
        std::string text;
        switch (below(6)) {
        case 0: text = digits(1 + below(20)) + "." + digits(below(25)); break;
        case 1: text = digits(below(3)) + "." + digits(1 + below(18)); break;
        case 2: text = digits(1 + below(22)) + "e" + (below(2) ? "-" : "") + std::to_string(below(330)); break;
        case 3:
            std::snprintf(buffer, sizeof buffer, "%.*g", 15 + below(4), std::fabs(anyDouble()));
            text = buffer;
            break;
        case 4: {
            // Half way between two doubles, exactly, cut off, or changed in its last digit.
            const double low = below(4) ? std::fabs(anyDouble()) : std::ldexp(double(random() >> 11), below(200) - 100);
            const double high = std::nextafter(low, INFINITY);
            if (std::isinf(high)) continue;
            const long double middle = (static_cast<long double>(low) + static_cast<long double>(high)) / 2;
            std::snprintf(buffer, sizeof buffer, "%.*Le", below(3) ? 16 + below(8) : 800, middle);
            text = buffer;
            if (below(2)) {
                const size_t last = text.find('e') - 1;
                text[last] = char(text[last] == '9' ? '8' : text[last] + 1);
            }
            break;
        }
        default:
            text = digits(1 + below(30));
            text.insert(size_t(below(int(text.size()) + 1)), below(3) ? "." : below(2) ? "-" : "e");
        }
        if (below(2)) text.insert(0, below(3) ? "-" : "+");
        check(text);
    }
    std::printf("%ld numbers, all as std::from_chars reads them\n", cases);
}

#endif
