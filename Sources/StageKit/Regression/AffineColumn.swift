/// A numeric column as (number − center) / scale of stored numbers.
struct AffineColumn: Sendable {
    /// The numbers, n of them: shared with the column where it has all stored rows.
    let numbers: [Double]
    /// What is subtracted.
    let center: Double
    /// What the difference is divided by, not 0.
    let scale: Double
    /// Whether the numbers are stored ones; otherwise they are the column's values, and nothing is done to them.
    let isStored: Bool

    /// Takes a numeric column.
    init(_ content: ColumnContent) {
        if let affine = content.affine, let raw = content.rawNumbers {
            (numbers, center, scale, isStored) = (raw, affine.center, affine.scale, true)
        } else {
            (numbers, center, scale, isStored) = (content.numbers ?? [], 0, 1, false)
        }
    }
}

extension ColumnContent {
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

    /// Whether the stored numbers of these rows are one value but for rounding.
    private func isConstant(at value: Double) -> Bool {
        rawNumbers?.allSatisfy { abs($0 - value) <= 0x1p-40 * abs(value) } ?? false
    }
}
