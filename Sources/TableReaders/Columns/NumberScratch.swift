import CTextScan

/// Room for the numbers of one column of a batch, used again from column to column.
struct NumberScratch {
    /// The numbers, NaN where a field is none.
    private(set) var values: [Double] = []
    /// What each field is, a `TEXT_SCAN_` constant.
    private(set) var kinds: [UInt8] = []

    /// Reads a column of a batch as numbers.
    ///
    /// - Returns: How many fields are not numbers.
    mutating func parse(_ column: Int, _ batch: RecordBatch, _ bytes: Span<UInt8>) -> Int {
        guard batch.count > 0 else { return 0 }
        if values.count < batch.count {
            values = [Double](repeating: 0, count: batch.count)
            kinds = [UInt8](repeating: 0, count: batch.count)
        }
        let fields = batch.fields
        // The scanner's offsets lie within the text; the last field's index is checked here, once for all.
        precondition(batch.field(column, batch.count - 1) < fields.starts.count)
        return bytes.withUnsafeBufferPointer { text in
            fields.starts.withUnsafeBufferPointer { starts in
                fields.ends.withUnsafeBufferPointer { ends in
                    values.withUnsafeMutableBufferPointer { values in
                        kinds.withUnsafeMutableBufferPointer { kinds in
                            guard let text = text.baseAddress, let starts = starts.baseAddress,
                                let ends = ends.baseAddress, let values = values.baseAddress,
                                let kinds = kinds.baseAddress
                            else { return 0 }
                            return text_scan_decimals(
                                text, bytes.count, starts, ends, batch.field(column, 0), batch.width, batch.count,
                                values, kinds)
                        }
                    }
                }
            }
        }
    }
}
