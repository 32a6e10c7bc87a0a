import SparseGLM

/// A numeric column as (number − center) / scale of stored numbers.
struct AffineColumn: Sendable {
    /// The numbers that are there.
    enum Numbers: Sendable {
        /// All of them, n: shared with the column where it has all stored rows.
        case dense([Double])
        /// Those other than 0.
        case sparse(SparseNumbers)
    }

    /// The numbers.
    let numbers: Numbers
    /// What is subtracted.
    let center: Double
    /// What the difference is divided by, not 0.
    let scale: Double
    /// Whether the numbers are stored ones; otherwise they are the column's values, and nothing is done to them.
    let isStored: Bool

    /// Takes a numeric column.
    init(_ content: ColumnContent) {
        if let affine = content.affine {
            (center, scale, isStored) = (affine.center, affine.scale, true)
            numbers = content.rawSparseNumbers.map(Numbers.sparse) ?? .dense(content.rawNumbers ?? [])
        } else if let (clipped, affine) = content.clippedSparse, clipped.background == 0 {
            (center, scale, isStored) = (affine.center, affine.scale, false)
            numbers = .sparse(clipped)
        } else {
            (center, scale, isStored) = (0, 1, false)
            numbers = .dense(content.numbers ?? [])
        }
    }
}

extension ColumnContent {
    /// The stored numbers of these rows, before anything is done to them; `nil` for a categorical column.
    var rawNumbers: [Double]? { ColumnContent(stored: stored, rows: rows, steps: []).numbers }

    /// All steps as one subtraction and one division; `nil` where they are something else, or beyond the range of a
    /// double when they are put together.
    ///
    /// A column that varies by rounding alone may be clipped to a single value, as `normalize` does: to a solver it is
    /// constant with and without the clip.
    var affine: (center: Double, scale: Double)? {
        var (center, scale) = (0.0, 1.0)
        for step in steps {
            switch step {
            case .affine(let c, let s): (center, scale) = (center + c * scale, scale * s)
            case .clip(let low, let high):
                guard low == high, isConstant(at: center + low * scale) else { return nil }
            }
        }
        return center.isFinite && scale.isFinite && scale != 0 ? (center, scale) : nil
    }

    /// The numbers of a sparse column up to its last clip, which may leave 0 as it is, and what is done to them then.
    fileprivate var clippedSparse: (numbers: SparseNumbers, affine: (center: Double, scale: Double))? {
        let last = steps.lastIndex { if case .clip = $0 { true } else { false } }
        let count = last.map { $0 + 1 } ?? 0
        let rest = ColumnContent(stored: stored, rows: rows, steps: Array(steps[count...]))
        guard let affine = rest.affine else { return nil }
        let clipped = ColumnContent(stored: stored, rows: rows, steps: Array(steps[..<count]))
        return clipped.sparseNumbers.map { ($0, affine) }
    }

    /// Whether the stored numbers of these rows are one value but for rounding.
    private func isConstant(at value: Double) -> Bool {
        func isNear(_ number: Double) -> Bool { abs(number - value) <= 0x1p-40 * abs(value) }
        if let sparse = rawSparseNumbers {
            return sparse.values.allSatisfy(isNear) && (sparse.rows.count == sparse.count || isNear(0))
        }
        return rawNumbers?.allSatisfy(isNear) ?? false
    }
}
