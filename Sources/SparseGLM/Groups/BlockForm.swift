internal import CKernels

/// The quadratic form ½ bᵀG b, G = ZᵀZ, of the working set's columns: by G itself, or by Z where it has fewer rows.
///
/// Valid until its owner grows or goes.
enum BlockForm {
    case gram(GramView)
    case rows(RowsView)

    /// The number of columns, m.
    var count: Int {
        switch self {
        case .gram(let gram): gram.count
        case .rows(let rows): rows.count
        }
    }

    /// G's values at a block's places, symmetric, row after row.
    func block(_ places: Range<Int>) -> [Double] {
        let k = places.count
        var values = [Double](repeating: 0, count: k * k)
        for i in 0..<k {
            for j in 0...i {
                let value = value(places.lowerBound + i, places.lowerBound + j)
                values[i * k + j] = value
                values[j * k + i] = value
            }
        }
        return values
    }

    /// G's value at two places.
    func value(_ e: Int, _ f: Int) -> Double {
        switch self {
        case .gram(let gram): gram.value(e, f)
        case .rows(let rows): fsel_dot(rows.column(e), rows.column(f), rows.rowCount)
        }
    }

    /// Writes the lower triangle of G at some places, column by column.
    func write(_ places: [Int], into matrix: inout [Double], scratch: inout [Double]) {
        let m = places.count
        switch self {
        case .gram(let gram):
            for k in 0..<m {
                let column = gram.base + places[k] * gram.stride
                for i in k..<m { matrix[i + k * m] = column[places[i]] }
            }
        case .rows(let rows):
            for k in 0..<m {
                for i in k..<m { matrix[i + k * m] = 0 }
            }
            let needed = fsel_gram_scratch(m)
            if scratch.count < needed { scratch = [Double](repeating: 0, count: needed) }
            KernelColumns(starts: places.map { rows.column($0) }).withView {
                fsel_gram($0, nil, 0, rows.rowCount, &matrix, m, &scratch)
            }
        }
    }
}

/// The columns z of the working set, n values each.
struct RowsView {
    let base: UnsafePointer<Double>
    let stride: Int
    let rowCount: Int
    let count: Int

    func column(_ e: Int) -> UnsafePointer<Double> { base + e * stride }

    /// out[e] = zₑ·s for the given places.
    func products(_ places: Range<Int>, with s: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>) {
        var e = places.lowerBound
        while e + 4 <= places.upperBound {
            fsel_dot4(s, column(e), column(e + 1), column(e + 2), column(e + 3), rowCount, out + e)
            e += 4
        }
        while e < places.upperBound {
            out[e] = fsel_dot(s, column(e), rowCount)
            e += 1
        }
    }
}
