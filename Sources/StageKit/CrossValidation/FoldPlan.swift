import SparseGLM

/// Which rows train and which are held out in every fold.
public struct FoldPlan: Sendable {
    /// One fold, in row indices of the table.
    public struct Fold: Sendable, Hashable {
        /// The rows of the training part, ascending.
        public let training: [Int]
        /// The rows that are held out, ascending.
        public let heldOut: [Int]
        /// The sum of the held-out rows' weights, their number where the table has none.
        public let weight: Double
    }

    /// The folds, in order.
    public let folds: [Fold]
    /// How rows were dealt.
    public let split: FoldSplit

    /// Deals a table's rows.
    ///
    /// Rows of weight 0 are in no part, as if they were not there. Folds depend on the pipeline's seed and not on the
    /// stage, so that stages that ask for the same folds get the same. Under `time` the rows, in their loaded order, are
    /// cut into one block more than there are folds, and each block but the first is held out from a model of the
    /// blocks before it.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - options: How to deal them.
    ///   - seed: The pipeline's seed.
    /// - Throws: ``StageFailure`` of kind `data`: FS550 where there are too few rows, groups or rows of a class for the
    ///   folds, FS551 where a column that the split needs is absent or incomplete.
    /// - Complexity: O(n · folds).
    public init(_ table: Table, options: CrossValidationOptions, seed: UInt64) throws(StageFailure) {
        let weights = table.weights
        let rows = (0..<table.rowCount).filter { row in weights.map { $0[row] > 0 } ?? true }
        let used = table.rows(rows)
        let split = options.split ?? (table.target?.classes == nil ? .random : .stratified)
        let method = try used.foldMethod(split, options)
        let blocks = split == .time ? options.foldCount + 1 : options.foldCount
        let assigned: [Int]
        do throws(SplitError) {
            assigned = try assignFolds(rowCount: rows.count, folds: blocks, method: method, seed: seed)
        } catch {
            throw StageFailure(
                .data, code: "FS550", "The rows cannot be dealt into folds: \(error)", at: options.foldsLocation)
        }
        let count = (assigned.max() ?? 0) + 1
        if split == .column, options.isFoldCountWritten, count != options.foldCount {
            throw StageFailure(
                .data, code: "FS550",
                "The fold column has \(count) different values, but \(options.foldCount) folds were asked for; expected "
                    + "the same number, or no number.",
                at: options.foldsLocation)
        }
        folds = (split == .time ? 1..<count : 0..<count).map { fold in
            let isTraining = { (other: Int) in split == .time ? other < fold : other != fold }
            let heldOut = rows.indices.filter { assigned[$0] == fold }.map { rows[$0] }
            return Fold(
                training: rows.indices.filter { isTraining(assigned[$0]) }.map { rows[$0] }, heldOut: heldOut,
                weight: heldOut.reduce(0) { $0 + (weights?[$1] ?? 1) })
        }
        self.split = split
    }
}
