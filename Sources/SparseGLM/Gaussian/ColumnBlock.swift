internal import CKernels

/// Some rows of some stored columns, handed to the kernels a chunk at a time.
///
/// A range of rows is read where it lies; a list is gathered into a block first.
struct ColumnBlock {
    /// The stored columns, each of all rows; one more in `centers` and `inverses` asks for a column of ones.
    let starts: [UnsafePointer<Double>]
    let rootWeights: [Double]?
    let rows: RowSet
    /// The most rows of a chunk, a multiple of `FSEL_ROW_BLOCK`, so that chunks change no bits.
    let chunk: Int
    /// What is taken off each column, and what the difference is multiplied by.
    let centers: [Double]
    let inverses: [Double]

    /// Calls `body` with the columns, the roots of the weights, the first row and the number of rows of each chunk.
    func forEachChunk(_ body: (fsel_columns, UnsafePointer<Double>?, Int, Int) -> Void) {
        centers.withUnsafeBufferPointer { centers in
            inverses.withUnsafeBufferPointer { inverses in
                switch rows {
                case .range(let range): readInPlace(range, centers, inverses, body)
                case .list: readGathered(centers, inverses, body)
                }
            }
        }
    }

    private typealias Body = (fsel_columns, UnsafePointer<Double>?, Int, Int) -> Void

    private func readInPlace(
        _ range: Range<Int>, _ centers: UnsafeBufferPointer<Double>, _ inverses: UnsafeBufferPointer<Double>,
        _ body: Body
    ) {
        let ones = [Double](repeating: 1, count: centers.count > starts.count ? range.upperBound : 0)
        ones.withUnsafeBufferPointer { ones in
            let all = starts + (centers.count > starts.count ? [ones.baseAddress].compactMap { $0 } : [])
            call(all, rootWeights, range.lowerBound, range.count, centers, inverses, body)
        }
    }

    private func readGathered(
        _ centers: UnsafeBufferPointer<Double>, _ inverses: UnsafeBufferPointer<Double>, _ body: Body
    ) {
        var block = [Double](repeating: 1, count: centers.count * chunk)
        var roots = [Double](repeating: 1, count: rootWeights == nil ? 0 : chunk)
        var first = 0
        while first < rows.count {
            let size = min(chunk, rows.count - first)
            block.withUnsafeMutableBufferPointer { block in
                guard let base = block.baseAddress else { return }
                for (j, start) in starts.enumerated() {
                    rows.gather(start, first: first, count: size, into: base + j * chunk)
                }
                if let rootWeights {
                    rootWeights.withUnsafeBufferPointer { source in
                        roots.withUnsafeMutableBufferPointer { roots in
                            guard let source = source.baseAddress, let roots = roots.baseAddress else { return }
                            rows.gather(source, first: first, count: size, into: roots)
                        }
                    }
                }
                let all = centers.indices.map { UnsafePointer(base + $0 * chunk) }
                call(all, rootWeights == nil ? nil : roots, 0, size, centers, inverses, body)
            }
            first += size
        }
    }

    private func call(
        _ starts: [UnsafePointer<Double>], _ roots: [Double]?, _ first: Int, _ size: Int,
        _ centers: UnsafeBufferPointer<Double>, _ inverses: UnsafeBufferPointer<Double>, _ body: Body
    ) {
        starts.withUnsafeBufferPointer { starts in
            guard let base = starts.baseAddress else { return }
            let columns = fsel_columns(
                columns: base, centers: centers.baseAddress, scales: inverses.baseAddress, count: starts.count)
            if let roots {
                roots.withUnsafeBufferPointer { body(columns, $0.baseAddress, first, size) }
            } else {
                body(columns, nil, first, size)
            }
        }
    }
}
