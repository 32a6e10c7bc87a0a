import StageKit

@testable import TableReaders

/// Whatever the bytes are, they are read or refused, and the same way however they are cut and on how many threads.
func checkDelimited(_ bytes: [UInt8]) -> CInt {
    let delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")][bytes.count % 3]
    let format = DelimitedFormat(
        delimiter: delimiter, missingTokens: bytes.count % 2 == 0 ? ["NA"] : ["-1", "?"])
    let whole = read(bytes, format, block: 1 << 20, threads: 1)
    // Handing over between threads takes longer than all the rest.
    for (block, threads) in [(1, 1), (7, bytes.count % 16 == 0 ? 2 : 1), (64, 1)] {
        requireSame(
            read(bytes, format, block: block, threads: threads), whole, "In blocks of \(block) on \(threads) threads")
    }
    checkFields(bytes, format)
    return 0
}

/// The fields that vector code finds are those that are found byte by byte.
private func checkFields(_ bytes: [UInt8], _ format: DelimitedFormat) {
    let block = TextBlock()
    block.append(bytes)
    block.isWhole = true
    guard let header = try? block.scanHeader(format, file: "f") else { return }
    block.scan(format, width: header.names.count)
    let found = fields(block)
    _ = block.scanExactly(format.delimiter)
    precondition(found == fields(block), "Fields at once: \(found) instead of \(fields(block))")
}

private func fields(_ block: TextBlock) -> [[String]] {
    let bytes = block.body.span
    return (0..<block.fields.recordCount).map { place in
        let record = block.fields.record(place)
        let places = (record.firstField..<record.firstField + record.fieldCount).map { field in
            "\(block.fields.outerStart(field, in: bytes)) \(block.fields.text(field, in: bytes).debugDescription)"
        }
        return ["\(record.line) \(record.offset)"] + places
    }
}

private func read(_ bytes: [UInt8], _ format: DelimitedFormat, block: Int, threads: Int) -> Outcome {
    Outcome {
        try DelimitedReader(file: "f", format: format).using(threads: threads, memory: nil).read(
            columns: readings, size: block, largestRecord: 1 << 16, nextBlock: blocks(bytes, of: block))
    }
}
