/// The blocks of the working set, each at consecutive places of the Gram matrix.
struct WorkingBlocks {
    /// The blocks, in the order they entered.
    private(set) var blocks: [Int] = []
    /// The first place of each, and the number of places.
    private(set) var starts: [Int] = [0]
    private var isInside: [Bool]

    init(blockCount: Int) { isInside = [Bool](repeating: false, count: blockCount) }

    /// Whether a block is in the working set.
    func contains(_ g: Int) -> Bool { isInside[g] }

    /// Empties the set.
    mutating func removeAll() {
        for g in blocks { isInside[g] = false }
        blocks.removeAll(keepingCapacity: true)
        starts = [0]
    }

    /// Puts a block into the set and its columns into the Gram matrix, unless it is there.
    mutating func insert<M>(_ g: Int, columns: [Int], into gram: inout WorkingGram, from problem: PreparedProblem<M>) {
        guard !isInside[g] else { return }
        for j in columns { _ = gram.insert(j, from: problem) }
        isInside[g] = true
        blocks.append(g)
        starts.append(gram.count)
    }
}
