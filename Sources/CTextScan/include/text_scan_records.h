#ifndef TEXT_SCAN_RECORDS_H
#define TEXT_SCAN_RECORDS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many bytes before and after a text must be readable, whatever they are.
enum { TEXT_SCAN_PADDING = 64 };

/// What `text_scan_fields` found in a text.
typedef struct {
    /// How many records there are; 0 where the text is not regular.
    size_t records;
    /// Whether a byte is not ASCII.
    int has_high;
} text_scan_shape;

/// Where the fields of a regular text lie.
///
/// A text is regular when it has no NUL, every record ends in LF or CRLF and has `width` fields, no other CR occurs,
/// double quotes stand around whole fields alone, without a quote or a line break between them, and, where `width` is 1,
/// no line is blank. The text ends with the last record's line break.
///
/// starts, ends: room for length + 64 values each; field k of record r is the bytes
/// `starts[r * width + k] ..< ends[r * width + k]`, what stands between the quotes where it is quoted.
text_scan_shape text_scan_fields(const uint8_t *_Nonnull bytes, size_t length, uint8_t delimiter, size_t width,
                                 uint32_t *_Nonnull starts, uint32_t *_Nonnull ends);

/// Reads fields as decimal numbers, each correctly rounded.
///
/// Blanks around a field are skipped unless the byte before it is a double quote (a quoted field is taken as it is).
/// The syntax is `text_scan_decimal`'s.
///
/// starts, ends: records * width fields, record by record. wanted: whether each of the `width` columns is to be read.
/// values: column k of record r goes to `values[k * stride + r]`, NaN where it is no number; other columns are left out.
/// others: how many fields of each column are no numbers, 0 for a column that is not read.
void text_scan_numbers(const uint8_t *_Nonnull bytes, const uint32_t *_Nonnull starts, const uint32_t *_Nonnull ends,
                       size_t records, size_t width, const uint8_t *_Nonnull wanted, double *_Nonnull values,
                       size_t stride, uint32_t *_Nonnull others);

/// How many double quotes a text has.
size_t text_scan_quotes(const uint8_t *_Nonnull bytes, size_t length);

#ifdef __cplusplus
}
#endif

#endif
