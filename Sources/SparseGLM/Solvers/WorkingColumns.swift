internal import CKernels

/// Copies of the scaled columns in use, n values each, for losses whose every evaluation reads them.
///
/// They stand in slabs of a few columns, so that none is moved when another enters.
struct WorkingColumns: ~Copyable {
    /// The columns of the matrix, in the order they entered.
    private(set) var features: [Int] = []
    /// Each column's place in `features`, −1 for those outside.
    private(set) var place: [Int]
    let sampleCount: Int
    private var starts: [UnsafeMutablePointer<Double>] = []
    /// Room for columns that is not in use.
    private var spare: [UnsafeMutablePointer<Double>] = []
    private var slabs: [UnsafeMutablePointer<Double>] = []

    /// Columns of the first slab; those after it hold as many as there are, up to a size.
    private static let leastSlab = 16
    private static let greatestSlabBytes = 8 << 20

    init(sampleCount: Int, featureCount: Int) {
        self.sampleCount = sampleCount
        place = [Int](repeating: -1, count: featureCount)
    }

    deinit {
        for slab in slabs { slab.deallocate() }
    }

    var count: Int { features.count }

    /// Where the e-th column stands, for as long as it is in use.
    func start(_ e: Int) -> UnsafePointer<Double> { UnsafePointer(starts[e]) }

    /// Adds a column unless it is there, and returns its place.
    mutating func insert(_ j: Int, from source: any ColumnSource) -> Int {
        if place[j] >= 0 { return place[j] }
        if spare.isEmpty { addSlab() }
        let column = spare.removeLast()
        source.copy(j, into: column)
        place[j] = count
        features.append(j)
        starts.append(column)
        return count - 1
    }

    /// Lets go of every column but the given ones, which keep their order.
    mutating func retain(_ kept: Set<Int>) {
        let all = zip(features, starts).map { ($0, $1) }
        features.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        for (j, column) in all {
            place[j] = kept.contains(j) ? count : -1
            guard place[j] >= 0 else {
                spare.append(column)
                continue
            }
            features.append(j)
            starts.append(column)
        }
    }

    private mutating func addSlab() {
        // Not a power of two, and each slab shifted by a few lines, so that the same row of several columns does not
        // fall into one set of the cache.
        let stride = fsel_cholesky_stride(max(sampleCount, 1))
        let most = Self.greatestSlabBytes / (stride * MemoryLayout<Double>.stride)
        let size = max(Self.leastSlab, min(count, most))
        let shift = slabs.count % 8 * 8 * Self.leastSlab
        let slab = allocateInLargePages(size * stride + shift)
        slabs.append(slab)
        for e in (0..<size).reversed() { spare.append(slab + shift + e * stride) }
    }
}
