#ifndef TEXT_SCAN_NUMBER_INCLUDE_H
#define TEXT_SCAN_NUMBER_INCLUDE_H

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
    /// Nothing at all; NaN was written.
    TEXT_SCAN_EMPTY = 2,
    /// In decimal syntax and larger than the largest double; NaN was written.
    TEXT_SCAN_OVERFLOW = 3,
};

/// Reads the whole of `bytes[0 ..< length]` as one decimal number, correctly rounded (to nearest, ties to even), without
/// skipping blanks.
///
/// Syntax: `[+-] digits [. digits] [(e|E) [+-] digits]`, with a digit on one side of the point at least.
/// No hexadecimal, no `inf`, no `nan`. A number too small for a double becomes zero with its sign, as rounding says.
///
/// Returns a TEXT_SCAN_ constant and writes the value, which is NaN for all but a number.
uint8_t text_scan_decimal(const uint8_t *_Nonnull bytes, size_t length, double *_Nonnull value);

#ifdef __cplusplus
}
#endif

#endif
