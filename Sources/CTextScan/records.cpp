#include "level.h"
#include "number.h"
#include "wide_number.h"

namespace {

constexpr size_t blockSize = 64;
typedef uint8_t Block __attribute__((vector_size(64)));
typedef bool BlockMask __attribute__((ext_vector_type(64)));

#define NAME(name) name##_baseline
#define PLAIN_NUMBER(at, end, value) false
#include "records_body.h"
#undef NAME
#undef PLAIN_NUMBER

#if defined(__x86_64__)
#define PLAIN_NUMBER(at, end, value)                                                                                   \
    (text_scan::shortNumber(at, end, value) || text_scan::longNumber(at, end, value))
#pragma clang attribute push(__attribute__((target("avx,avx2,bmi,bmi2,popcnt"))), apply_to = function)
#define NAME(name) name##_avx2
#include "records_body.h"
#undef NAME
#pragma clang attribute pop
#undef PLAIN_NUMBER
#endif

}  // namespace

extern "C" size_t text_scan_quotes(const uint8_t *bytes, size_t length) { DISPATCH(quotes, bytes, length) }

extern "C" text_scan_shape text_scan_fields(const uint8_t *bytes, size_t length, uint8_t delimiter, size_t width,
                                            uint32_t *starts, uint32_t *ends) {
    DISPATCH(fields, bytes, length, delimiter, width, starts, ends)
}

extern "C" void text_scan_numbers(const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records,
                                  size_t width, const uint8_t *wanted, double *values, size_t stride,
                                  uint32_t *others) {
    DISPATCH(numbers, bytes, starts, ends, records, width, wanted, values, stride, others)
}

extern "C" uint8_t text_scan_decimal(const uint8_t *bytes, size_t length, double *value) {
    return text_scan::parse(bytes, bytes + length, bytes + length, *value);
}
