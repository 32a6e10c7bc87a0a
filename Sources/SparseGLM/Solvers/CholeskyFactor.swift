internal import CKernels

/// The lower factor L of a growing and shrinking positive definite matrix A = L Lᵀ, row by row.
///
/// Appending a row costs O(m²), deleting one O(m²) by plane rotations, a solve O(m²). A deletion turns into a rank-one
/// update and never a downdate, so it is stable.
struct CholeskyFactor: ~Copyable {
    private(set) var count = 0
    private var capacity: Int
    private var rows: UnsafeMutablePointer<Double>
    private var cosines: [Double] = []
    private var sines: [Double] = []

    init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        rows = .allocate(capacity: self.capacity * self.capacity)
    }

    deinit { rows.deallocate() }

    mutating func removeAll() { count = 0 }

    /// Appends a row and column: `row` holds A's last row, `count` off-diagonal values and then the diagonal.
    ///
    /// Returns what is left of the diagonal after projection; nothing is appended when that is at most
    /// `threshold` times the diagonal.
    mutating func append(_ row: [Double], threshold: Double) -> Double {
        precondition(row.count == count + 1, "CholeskyFactor: \(row.count) values for row \(count)")
        if count == capacity { grow() }
        let new = rows + count * capacity
        for i in 0..<count {
            let l = rows + i * capacity
            new[i] = (row[i] - fsel_dot(l, new, i)) / l[i]
        }
        let left = row[count] - fsel_dot(new, new, count)
        guard left > threshold * row[count], left > 0 else { return left }
        new[count] = left.squareRoot()
        count += 1
        return left
    }

    /// Deletes row and column k.
    mutating func remove(at k: Int) {
        precondition(0 <= k && k < count, "CholeskyFactor: row \(k) of \(count)")
        let trailing = count - k - 1
        if cosines.count < trailing {
            cosines = [Double](repeating: 0, count: capacity)
            sines = cosines
        }
        for i in 0..<trailing {
            let source = rows + (k + 1 + i) * capacity
            let target = rows + (k + i) * capacity
            let carry = source[k]
            target.update(from: source, count: k)
            // The row without column k, moved left by one.
            (target + k).update(from: source + k + 1, count: i + 1)
            let left = fsel_rotate_row(target + k, cosines, sines, i, carry)
            let diagonal = target[k + i]
            let radius = (diagonal * diagonal + left * left).squareRoot()
            cosines[i] = diagonal / radius
            sines[i] = left / radius
            target[k + i] = radius
        }
        count -= 1
    }

    /// Replaces x by A⁻¹ x.
    func solve(_ x: inout [Double]) {
        precondition(x.count == count, "CholeskyFactor: \(x.count) values for \(count) rows")
        x.withUnsafeMutableBufferPointer { buffer in
            guard let x = buffer.baseAddress else { return }
            for i in 0..<count {
                let l = rows + i * capacity
                x[i] = (x[i] - fsel_dot(l, x, i)) / l[i]
            }
            for i in stride(from: count - 1, through: 0, by: -1) {
                let l = rows + i * capacity
                x[i] /= l[i]
                fsel_axpy(-x[i], l, x, i)
            }
        }
    }

    private mutating func grow() {
        let larger = capacity * 2
        let moved = UnsafeMutablePointer<Double>.allocate(capacity: larger * larger)
        for i in 0..<count {
            (moved + i * larger).update(from: rows + i * capacity, count: i + 1)
        }
        rows.deallocate()
        rows = moved
        capacity = larger
    }
}
