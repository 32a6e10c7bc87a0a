internal import CKernels

/// The columns that ever entered the working set, copied once in scaled units, with their Gram matrix.
///
/// ```
/// zᵢⱼ = √vᵢ x̃ᵢⱼ      G = Zᵀ Z / n
/// ```
/// Columns join in blocks, at O(n · block · size); none leaves.
struct EnteredColumns: ~Copyable {
    private let scaled: ScaledColumns
    private var stored: WorkingColumns
    private var gram: GrowingGram
    private var scratch = [Double](repeating: 0, count: fsel_combine_scratch())

    init(_ scaled: ScaledColumns, workers: Int) {
        self.scaled = scaled
        stored = WorkingColumns(sampleCount: scaled.sampleCount, featureCount: scaled.featureCount)
        gram = GrowingGram(workers: workers)
    }

    /// The columns of the matrix, in the order they entered.
    var columns: [Int] { stored.features }

    var count: Int { stored.count }

    /// Whether a column has entered.
    func contains(_ j: Int) -> Bool { stored.place[j] >= 0 }

    /// A column's place in `columns`, −1 for those outside.
    func place(_ j: Int) -> Int { stored.place[j] }

    /// G as the solvers read it; valid until more columns enter.
    var view: GramView { gram.view }

    /// Adds columns that are not there yet.
    mutating func insert(_ new: [Int]) {
        guard !new.isEmpty else { return }
        let first = count
        for j in new { _ = stored.insert(j, from: scaled) }
        gram.grow(by: count - first)
        gram.add((0..<count).map { stored.start($0) }, rowCount: scaled.sampleCount, from: first)
        gram.scale(from: first, by: 1 / Double(scaled.sampleCount))
        gram.complete(from: first)
    }

    /// out −= Z b, over the places where b is not zero.
    mutating func subtract(_ b: [Double], from out: inout [Double]) {
        let used = b.indices.filter { b[$0] != 0 }
        _ = withKernelColumns(used.map { stored.start($0) }) {
            fsel_combine($0, used.map { -b[$0] }, 1, 0, scaled.sampleCount, &out, &scratch)
        }
    }
}
