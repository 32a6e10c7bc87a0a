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

    /// Appends rows one after another until one is refused, and returns how many went in.
    ///
    /// Row k holds `count + k` off-diagonal values and then the diagonal. Each row of L is read once for four new ones;
    /// the result has the bits of single appends.
    mutating func append(block: [[Double]], threshold: Double) -> Int {
        let first = count
        while first + block.count > capacity { grow() }
        for (k, row) in block.enumerated() {
            precondition(row.count == first + k + 1, "CholeskyFactor: \(row.count) values for row \(first + k)")
            row.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress else { return }
                (rows + (first + k) * capacity).update(from: source, count: row.count)
            }
        }
        var k = 0
        while k + 4 <= block.count {
            substituteFour(from: first + k, below: first)
            k += 4
        }
        while k < block.count {
            substitute(first + k, from: 0, to: first)
            k += 1
        }
        for (k, row) in block.enumerated() {
            substitute(first + k, from: first, to: first + k)
            let new = rows + (first + k) * capacity
            let left = row[first + k] - fsel_dot(new, new, first + k)
            guard left > threshold * row[first + k], left > 0 else { return k }
            new[first + k] = left.squareRoot()
            count += 1
        }
        return block.count
    }

    /// Forward substitution of one stored row, elements `start` to `end`.
    private func substitute(_ row: Int, from start: Int, to end: Int) {
        let new = rows + row * capacity
        for i in start..<end {
            let l = rows + i * capacity
            new[i] = (new[i] - fsel_dot(l, new, i)) / l[i]
        }
    }

    private func substituteFour(from row: Int, below end: Int) {
        let (a, b) = (rows + row * capacity, rows + (row + 1) * capacity)
        let (c, d) = (rows + (row + 2) * capacity, rows + (row + 3) * capacity)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { products in
            guard let out = products.baseAddress else { return }
            for i in 0..<end {
                let l = rows + i * capacity
                fsel_dot4(l, a, b, c, d, i, out)
                a[i] = (a[i] - out[0]) / l[i]
                b[i] = (b[i] - out[1]) / l[i]
                c[i] = (c[i] - out[2]) / l[i]
                d[i] = (d[i] - out[3]) / l[i]
            }
        }
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
