extension FoldTask {
    /// All folds from one pass over the rows, for the squared loss with many more rows than columns; nil where that does
    /// not apply.
    func solveShared() throws(SolverError) -> [FoldPath]? {
        guard family == .gaussian, settings.solver == .auto, penalty.groups.isEmpty,
            let least = folds.map(\.training.count).min(),
            GramProblem.suits(sampleCount: least, featureCount: x.featureCount, lambdaCount: lambdas.count)
        else { return nil }
        let atoms = RowAtoms(folds, rowCount: x.sampleCount)
        // Atoms, what lies before each and what lies after: the memory that sharing takes.
        let size = (x.featureCount + 1) * (x.featureCount + 2) / 2 * MemoryLayout<Double>.size
        guard atoms.rows.count <= 2 * folds.count, 3 * atoms.rows.count * size <= 1 << 30 else { return nil }
        try check()
        let result = x.withStoredColumns { columns in
            Result { () throws(SolverError) -> [FoldPath] in try solveShared(atoms, columns) }
        }
        return try result?.get()
    }

    private func check() throws(SolverError) {
        try ProblemCheck.check(settings)
        if isRidge {
            try ProblemCheck.checkFactors(penalty.factors, featureCount: x.featureCount)
        } else {
            try ProblemCheck.check(penalty, featureCount: x.featureCount)
        }
        for lambda in lambdas { try ProblemCheck.check(lambda: lambda) }
        guard !folds.contains(where: \.training.isEmpty) else {
            throw .invalid("No row of a fold has a weight above 0; at least one is needed.")
        }
        guard weights?.allSatisfy(\.isFinite) ?? true else { throw .nonFinite(what: "A sample weight") }
        if let bad = weights?.first(where: { $0 < 0 }) {
            throw .invalid("A sample weight is \(bad); weights must be 0 or above.")
        }
    }

    private func solveShared(_ atoms: RowAtoms, _ columns: StoredColumns) throws(SolverError) -> [FoldPath] {
        let target = offset.map { offset in zip(y, offset).map { $0 - $1 } } ?? y
        return try target.withUnsafeBufferPointer { target throws(SolverError) in
            guard let base = target.baseAddress else { return [] }
            // Only the ratio of weights counts; a power of two keeps their sums in range.
            let source = MomentSource(starts: columns.starts + [base], weights: weights.map { scaledWeights($0) })
            let sums = try AtomSums(source, atoms: atoms, workers: settings.workers)
            let results = Slots<Result<FoldPath, SolverError>>(folds.count)
            let job = SharedJob(columns: columns, sums: sums, atoms: atoms)
            perform(folds.count, workers: settings.workers) { index in
                let result = Result { () throws(SolverError) -> FoldPath in try solve(index, job) }
                results.set(index, result)
            }
            var paths: [FoldPath] = []
            for result in results.values() { paths.append(try result.get()) }
            return paths
        }
    }

    private func solve(_ index: Int, _ job: SharedJob) throws(SolverError) -> FoldPath {
        let fold = folds[index]
        let view = job.view(fold)
        let training = job.sums.moments(of: job.atoms.training[index])
        let gram = GramProblem(training, view: view, factors: penalty.factors, fitsIntercept: fitsIntercept)
        let request = PathRequest(
            lambdas: lambdas, l1Ratio: penalty.l1Ratio, factors: penalty.factors, bounds: penalty, settings: settings)
        guard let points = try gram.path(request, shouldStop: shouldStop) else { return try solve(fold) }
        let solutions = points.map(\.solution)
        guard let heldOut = job.atoms.heldOut[index] else {
            return FoldPath(solutions: solutions, heldOutDeviance: heldOutDeviance(solutions, fold))
        }
        let moments = job.sums.moments(of: heldOut)
        let scores = solutions.map { moments.meanSquaredError($0, view: view) }
        // What the sums know too little of is computed from the rows.
        guard scores.allSatisfy({ $0 != nil }) else {
            return FoldPath(solutions: solutions, heldOutDeviance: heldOutDeviance(solutions, fold))
        }
        return FoldPath(solutions: solutions, heldOutDeviance: scores.compactMap { $0 })
    }
}

/// What all folds read.
private struct SharedJob: @unchecked Sendable {
    let columns: StoredColumns
    let sums: AtomSums
    let atoms: RowAtoms

    /// The columns as a fold standardizes them.
    func view(_ fold: FoldProblem) -> StoredColumns {
        var view = columns
        if let means = fold.means {
            view.means = means.indices.map { columns.mean($0) + means[$0] * columns.scale($0) }
        }
        if let scales = fold.scales { view.scales = scales.indices.map { columns.scale($0) * scales[$0] } }
        return view
    }
}
