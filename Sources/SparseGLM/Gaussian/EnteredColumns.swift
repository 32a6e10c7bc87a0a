internal import CKernels

/// The columns that ever entered the working set, read where they lie, with their Gram matrix.
///
/// ```
/// zᵢⱼ = √vᵢ x̃ᵢⱼ      G = Zᵀ Z / n
/// ```
/// Columns join in blocks, at O(n · block · size); none leaves.
struct EnteredColumns: ~Copyable {
    private let scaled: ScaledColumns
    /// The columns of the matrix, in the order they entered.
    private(set) var columns: [Int] = []
    /// Each column's place in `columns`, −1 for those outside.
    private var places: [Int]
    private var gram: GrowingGram
    private var scratch = [Double](repeating: 0, count: fsel_combine_scratch())

    init(_ scaled: ScaledColumns, workers: Int) {
        self.scaled = scaled
        places = [Int](repeating: -1, count: scaled.featureCount)
        gram = GrowingGram(most: scaled.featureCount, workers: workers)
    }

    var count: Int { columns.count }

    /// Whether a column has entered.
    func contains(_ j: Int) -> Bool { places[j] >= 0 }

    /// A column's place in `columns`, −1 for those outside.
    func place(_ j: Int) -> Int { places[j] }

    /// G as the solvers read it; valid until more columns enter.
    var view: GramView { gram.view }

    /// Adds columns that are not there yet.
    mutating func insert(_ new: [Int]) {
        guard !new.isEmpty else { return }
        let first = count
        for j in new where places[j] < 0 {
            places[j] = count
            columns.append(j)
        }
        gram.grow(by: count - first)
        gram.add(scaled.subset(columns), roots: scaled.rootWeights, rowCount: scaled.sampleCount, from: first)
        gram.scale(from: first, by: 1 / Double(scaled.sampleCount))
        gram.complete(from: first)
    }

    /// out −= Z b, over the places where b is not zero.
    mutating func subtract(_ b: [Double], from out: inout [Double]) {
        let used = b.indices.filter { b[$0] != 0 }
        let factors = used.map { -b[$0] }
        let n = scaled.sampleCount
        guard let roots = scaled.rootWeights else {
            scaled.subset(used.map { columns[$0] }).withView { fsel_combine($0, factors, 1, 0, n, &out, &scratch) }
            return
        }
        var sum = [Double](repeating: 0, count: n)
        scaled.subset(used.map { columns[$0] }).withView { fsel_combine($0, factors, 1, 0, n, &sum, &scratch) }
        for i in 0..<n { out[i] += roots[i] * sum[i] }
    }
}
