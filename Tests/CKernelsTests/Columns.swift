import CKernels

/// Numbers in −1 ..< 1 that depend on the seed alone.
func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state) >> 11) * 0x1p-52
    }
}

/// Columns of a dense matrix in one buffer, as the kernels read them and as Swift does.
final class Columns {
    let count: Int
    let rowCount: Int
    let centers: [Double]
    let scales: [Double]
    private let isPlain: Bool
    private let storage: UnsafeMutablePointer<Double>
    private let pointers: UnsafeMutablePointer<UnsafePointer<Double>>
    /// The centres, and then the scales.
    private let marks: UnsafeMutablePointer<Double>

    /// With `plain` neither centres nor scales are given.
    init(rowCount: Int, count: Int, seed: UInt64, plain: Bool = false) {
        (self.count, self.rowCount) = (count, rowCount)
        isPlain = plain
        let values = numbers(rowCount * count, seed: seed)
        storage = .allocate(capacity: values.count + 1)
        storage.initialize(from: values, count: values.count)
        centers = plain ? Array(repeating: 0, count: count) : numbers(count, seed: seed + 1)
        scales = (0..<count).map { plain ? 1 : [1, 0.5, 4][$0 % 3] }
        pointers = .allocate(capacity: count + 1)
        for j in 0..<count { (pointers + j).initialize(to: UnsafePointer(storage + rowCount * j)) }
        marks = .allocate(capacity: 2 * count + 1)
        marks.initialize(from: centers + scales, count: 2 * count)
    }

    deinit {
        storage.deallocate()
        pointers.deallocate()
        marks.deallocate()
    }

    /// The columns first ..< first + some as a kernel's argument, good while this object lives.
    func view(from first: Int = 0, count some: Int? = nil) -> fsel_columns {
        let center = marks + first
        return fsel_columns(
            columns: pointers + first, centers: isPlain ? nil : center,
            scales: isPlain ? nil : center + count, count: some ?? count - first)
    }

    /// Element i of column j as the kernels count it.
    func z(_ i: Int, _ j: Int) -> Double { (storage[j * rowCount + i] - centers[j]) * scales[j] }
}

/// The sum of terms that the header promises: row by row within blocks, and the blocks' sums in order on top of `start`.
func blockSum(from start: Double = 0, firstRow: Int, rowCount: Int, _ term: (Int) -> Double) -> Double {
    var total = start
    for block in stride(from: firstRow, to: firstRow + rowCount, by: FSEL_ROW_BLOCK) {
        var sum = 0.0
        for i in block..<min(block + FSEL_ROW_BLOCK, firstRow + rowCount) { sum += term(i) }
        total += sum
    }
    return total
}
