import StageKit

/// Takes the elements of an array of numbers, block by block, and makes columns of doubles of them.
struct ArrayColumns {
    /// A column that is kept.
    struct Kept {
        /// Its place in the array, from 0.
        let place: Int
        var numbers: [Double] = []
        var missingCount = 0
    }

    /// How many bytes of elements are converted at once, as far as rows are not longer.
    private static let blockSize = 1 << 20

    /// The kept columns, in the order of the array.
    private(set) var columns: [Kept]
    /// Where each column of the array is among the kept ones; -1 where it is not.
    private let slots: [Int]
    private let header: NumPyHeader
    private let stream: ArrayStream

    /// - Parameters:
    ///   - header: What the bytes are; numbers, no texts.
    ///   - stream: The bytes, from the first element on.
    ///   - kept: The places of the columns that are kept, in order.
    ///   - reserves: Whether room is made at once: a header may claim more than a packed file holds.
    init(_ header: NumPyHeader, _ stream: ArrayStream, kept: [Int], reserves: Bool) {
        self.header = header
        self.stream = stream
        columns = kept.map { Kept(place: $0) }
        var slots = [Int](repeating: -1, count: header.columnCount)
        for (slot, place) in kept.enumerated() { slots[place] = slot }
        self.slots = slots
        guard reserves else { return }
        for i in columns.indices { columns[i].numbers.reserveCapacity(header.rowCount) }
    }

    /// Reads all elements.
    ///
    /// - Parameter progress: Takes how many bytes of elements were read and how many there are.
    /// - Throws: ``StageFailure`` at the first element of a kept column that is no finite number (FS434) or a whole one
    ///   beyond 2⁵³ (FS435), and where the bytes are too few or too many (FS433); `CancellationError`.
    /// - Complexity: O(elements); memory for the kept ones as doubles and one block.
    mutating func read(progress: (Int, Int) -> Void) throws {
        let perCell = header.type.size
        let cells = max(1, Self.blockSize / perCell)
        // A block is some of the lines that are stored one after the other, or a part of one: rows, or else columns.
        let (lineCount, lineLength) =
            header.isColumnMajor
            ? (header.columnCount, header.rowCount) : (header.rowCount, header.columnCount)
        let linesAtOnce = min(max(1, cells / lineLength), lineCount)
        let cellsAtOnce = header.isColumnMajor ? min(cells, lineLength) : lineLength
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: linesAtOnce * cellsAtOnce * perCell, alignment: 16)
        defer { buffer.deallocate() }
        for first in stride(from: 0, to: lineCount, by: linesAtOnce) {
            let lines = first..<min(first + linesAtOnce, lineCount)
            for start in stride(from: 0, to: lineLength, by: cellsAtOnce) {
                try Task.checkCancellation()
                let part = start..<min(start + cellsAtOnce, lineLength)
                let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(lines.count * part.count * perCell)])
                try stream.fill(bytes)
                let block =
                    header.isColumnMajor
                    ? Block(bytes, rows: part, places: lines, rowStride: perCell, placeStride: part.count * perCell)
                    : Block(bytes, rows: lines, places: part, rowStride: part.count * perCell, placeStride: perCell)
                try append(block)
                progress(stream.position - header.length, header.dataSize)
            }
        }
        try stream.finish()
    }

    /// Elements of some rows and columns.
    private struct Block {
        let bytes: UnsafeRawBufferPointer
        let rows: Range<Int>
        /// The places of the columns.
        let places: Range<Int>
        /// From an element to the one of the next row, in bytes.
        let rowStride: Int
        /// From an element to the one of the next column, in bytes.
        let placeStride: Int

        init(
            _ bytes: UnsafeMutableRawBufferPointer, rows: Range<Int>, places: Range<Int>, rowStride: Int,
            placeStride: Int
        ) {
            self.bytes = UnsafeRawBufferPointer(bytes)
            self.rows = rows
            self.places = places
            self.rowStride = rowStride
            self.placeStride = placeStride
        }

        func offset(row: Int, place: Int) -> Int {
            (row - rows.lowerBound) * rowStride + (place - places.lowerBound) * placeStride
        }
    }

    private mutating func append(_ block: Block) throws {
        var isSound = true
        withUnsafeTemporaryAllocation(of: Double.self, capacity: block.rows.count) { numbers in
            for place in block.places where slots[place] >= 0 {
                let offset = block.offset(row: block.rows.lowerBound, place: place)
                let conversion = header.type.convert(
                    block.bytes, from: offset, stride: block.rowStride, into: numbers)
                isSound = isSound && conversion.isSound
                columns[slots[place]].missingCount += conversion.missingCount
                columns[slots[place]].numbers.append(contentsOf: numbers)
            }
        }
        if !isSound { throw fault(block) }
    }

    /// The first element of the block that is not sound, row by row.
    private func fault(_ block: Block) -> StageFailure {
        for row in block.rows {
            for place in block.places where slots[place] >= 0 {
                guard let fault = header.type.fault(block.bytes, at: block.offset(row: row, place: place)) else {
                    continue
                }
                return stream.failure(
                    fault.code, "The element in row \(row + 1) and column \(place + 1) is \(fault.text).", row: row,
                    column: place)
            }
        }
        preconditionFailure("ArrayColumns.fault: no element of the block is at fault")
    }
}

extension ArrayColumns.Kept {
    /// Where its first missing value is.
    func firstMissing(file: String, at shownPlace: Int) -> SourceLocation? {
        guard missingCount > 0, let row = numbers.firstIndex(where: \.isNaN) else { return nil }
        return SourceLocation(file: file, line: row + 1, column: shownPlace + 1)
    }
}
