/// The rows of several folds cut into sets that every fold trains on, holds out or leaves out as a whole.
///
/// For k folds that hold out each row once there are k of them.
struct RowAtoms: Sendable {
    /// The sets, in order of their first rows; rows that no fold uses are in none.
    let rows: [RowSet]
    /// For each fold the sets that train, ascending.
    let training: [[Int]]
    /// For each fold the sets that are held out, ascending; nil for none.
    let heldOut: [[Int]?]

    /// Cuts rows 0 ..< rowCount, in O(rowCount · folds).
    init(_ folds: [FoldProblem], rowCount: Int) {
        var labels = [Int](repeating: 0, count: rowCount)
        var count = 1
        for fold in folds {
            // 0: left out, 1: trains, 2: held out.
            var part = [UInt8](repeating: 0, count: rowCount)
            for row in fold.training { part[row] = 1 }
            for row in fold.heldOut { part[row] = 2 }
            var refined = [Int](repeating: -1, count: 3 * count)
            var next = 0
            for row in 0..<rowCount {
                let pair = 3 * labels[row] + Int(part[row])
                if refined[pair] < 0 {
                    refined[pair] = next
                    next += 1
                }
                labels[row] = refined[pair]
            }
            count = next
        }
        var members = [[Int]](repeating: [], count: count)
        for row in 0..<rowCount { members[labels[row]].append(row) }
        let atomsOf = { (rows: [Int]) in
            var isIn = [Bool](repeating: false, count: count)
            for row in rows { isIn[labels[row]] = true }
            return isIn.indices.filter { isIn[$0] }
        }
        let usedTraining = folds.map { atomsOf($0.training) }
        let usedHeldOut = folds.map { atomsOf($0.heldOut) }
        let used = Set(usedTraining.joined()).union(usedHeldOut.joined()).sorted()
        var place = [Int](repeating: -1, count: count)
        for (index, atom) in used.enumerated() { place[atom] = index }
        rows = used.map { RowSet(members[$0]) }
        training = usedTraining.map { $0.map { place[$0] } }
        heldOut = usedHeldOut.map { $0.isEmpty ? nil : $0.map { place[$0] } }
    }
}

/// The cross moments of each atom, and of unions of them.
///
/// What lies before each atom and what lies after it are kept, so that "all but one" takes one merge.
struct AtomSums: Sendable {
    private let atoms: [CrossMoments]
    /// before[i] is of the atoms 0 ..< i, after[i] of those from i on.
    private var before: [CrossMoments]
    private var after: [CrossMoments]

    init(_ source: MomentSource, atoms rows: RowAtoms, workers: Int) throws(SolverError) {
        let atoms = try CrossMoments.parts(source, rows: rows.rows, workers: workers)
        let none = CrossMoments(count: source.count)
        let runs = Slots<[CrossMoments]>(2)
        perform(2, workers: workers) { side in
            var run = [none]
            for moments in side == 0 ? atoms : atoms.reversed() {
                let last = run[run.count - 1]
                run.append(side == 0 ? last.merged(with: moments) : moments.merged(with: last))
            }
            runs.set(side, run)
        }
        let both = runs.values()
        self.atoms = atoms
        before = both[0]
        after = both[1].reversed()
    }

    /// The moments of the union of some atoms, ascending.
    func moments(of chosen: [Int]) -> CrossMoments {
        if chosen.count == 1 { return atoms[chosen[0]] }
        let leading = zip(chosen, 0...).prefix { $0 == $1 }.count
        let rest = chosen.dropFirst(leading)
        if let first = rest.first, rest.count == atoms.count - first {
            return before[leading].merged(with: after[first])
        }
        return rest.reduce(before[leading]) { $0.merged(with: atoms[$1]) }
    }
}

extension CrossMoments {
    /// The mean squared error of a model on the rows, the last column being the target.
    ///
    /// ```
    /// Σ vᵢ (yᵢ − ηᵢ)² / W = (S_yy − 2 βᵀ S_xy + βᵀ S_xx β) / W + (ȳ − η̄)²
    /// ```
    /// nil where so little is left of S_yy that its digits are lost.
    func meanSquaredError(_ solution: Solution, view: StoredColumns) -> Double? {
        let target = count - 1
        let unit = units[target]
        guard weight > 0, unit > 0 else { return nil }
        var residualMean = centers[target] - solution.intercept
        var scaled: [Double] = []
        for (j, w) in zip(solution.support, solution.values) {
            let slope = w / view.scale(j)
            residualMean -= slope * (centers[j] - view.mean(j))
            scaled.append(slope * (units[j] / unit))
        }
        var squares = self.squares(target)
        for (a, k) in solution.support.enumerated() {
            let start = column(k)
            var inner = -2 * products[start + target]
            inner += scaled[a] * products[start + k]
            for b in (a + 1)..<max(a + 1, solution.support.count) {
                inner += 2 * scaled[b] * products[start + solution.support[b]]
            }
            squares += scaled[a] * inner
        }
        guard squares > 1e-6 * self.squares(target) else { return nil }
        return squares / weight * unit * unit + residualMean * residualMean
    }
}
