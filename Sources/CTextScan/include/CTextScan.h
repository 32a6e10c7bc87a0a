#ifndef C_TEXT_SCAN_H
#define C_TEXT_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a field turned out to be when it was read as a decimal number.
enum {
    /// A finite number; its value was written.
    TEXT_SCAN_NUMBER = 0,
    /// Not in decimal syntax; NaN was written.
    TEXT_SCAN_OTHER = 1,
    /// Nothing but spaces and tabs; NaN was written.
    TEXT_SCAN_EMPTY = 2,
    /// In decimal syntax and larger than the largest double; NaN was written.
    TEXT_SCAN_OVERFLOW = 3,
};

/// Reads one column of fields as decimal numbers, each correctly rounded (to nearest, ties to even).
///
/// Field k is `bytes[starts[i] ..< ends[i]]`, within the `length` bytes, with i = first + k * stride, for k in
/// 0 ..< count. Spaces and tabs around a field are skipped unless the byte before it is a double quote (a quoted field
/// is taken as it is).
///
/// Syntax: `[+-] digits [. digits] [(e|E) [+-] digits]`, with a digit on one side of the point at least.
/// No hexadecimal, no `inf`, no `nan`. A number too small for a double becomes zero with its sign, as rounding says.
///
/// values: count doubles. kinds: count bytes, each a TEXT_SCAN_ constant.
/// Returns how many fields are not numbers.
size_t text_scan_decimals(const uint8_t *_Nonnull bytes, size_t length, const uint32_t *_Nonnull starts,
                          const uint32_t *_Nonnull ends, size_t first, size_t stride, size_t count,
                          double *_Nonnull values, uint8_t *_Nonnull kinds);

/// Reads the whole of `bytes[0 ..< length]` as one decimal number, without skipping spaces.
/// Returns a TEXT_SCAN_ constant and writes the value, as `text_scan_decimals` does.
uint8_t text_scan_decimal(const uint8_t *_Nonnull bytes, size_t length, double *_Nonnull value);

#ifdef __cplusplus
}
#endif

#endif
