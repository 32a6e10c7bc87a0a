/// All columns that may have a coefficient, in disjoint blocks: groups, and every other column for itself.
///
/// Columns of one group share one scale, the largest among them, so that the length of their coefficients is the same
/// but for a factor in scaled units.
struct ColumnPartition: Sendable {
    /// The columns of each block.
    let blocks: [[Int]]
    /// Each block's penalty at λ = 1.
    private let unit: [BlockPenalty]

    /// Takes groups of factor 0 apart, as every column for itself is unpenalised then.
    ///
    /// Excluded and constant columns are in no block. The √p_g of a group counts all of its columns, so that it is the same in every fold.
    init(_ penalty: PenaltyShape, scaling: Scaling) {
        var isGrouped = [Bool](repeating: false, count: scaling.scales.count)
        var blocks: [[Int]] = []
        var unit: [BlockPenalty] = []
        func add(_ columns: [Int], _ factor: Double, norm: Double, l1: Double) {
            let columns = columns.filter { scaling.varies[$0] && (penalty.factors?[$0] ?? 1).isFinite }
            guard let first = columns.first, factor.isFinite else { return }
            let scale = scaling.scales[first]
            let strength = factor * penalty.l1Ratio / scaling.gradientUnit / scale
            let alone = columns.count == 1
            blocks.append(columns)
            unit.append(
                BlockPenalty(
                    norm: alone ? 0 : strength * norm, l1: strength * (alone ? l1 + norm : l1),
                    l2: factor * (1 - penalty.l1Ratio) * (scaling.targetUnit / scaling.gradientUnit) / scale / scale))
        }
        for group in penalty.groups {
            for j in group.columns { isGrouped[j] = true }
            if group.factor == 0 {
                for j in group.columns { add([j], 0, norm: 0, l1: 0) }
            } else {
                let norm = (1 - penalty.groupL1Ratio) * Double(group.columns.count).squareRoot()
                add(group.columns, group.factor, norm: norm, l1: penalty.groupL1Ratio)
            }
        }
        for j in isGrouped.indices where !isGrouped[j] { add([j], penalty.factors?[j] ?? 1, norm: 0, l1: 1) }
        self.blocks = blocks
        self.unit = unit
    }

    /// Each block's penalty at one λ.
    func penalties(_ lambda: Double) throws(SolverError) -> [BlockPenalty] {
        try zip(blocks, unit).map { (columns, unit) throws(SolverError) in
            let penalty = BlockPenalty(norm: lambda * unit.norm, l1: lambda * unit.l1, l2: lambda * unit.l2)
            guard penalty.norm.isFinite, penalty.l1.isFinite, penalty.l2.isFinite else {
                throw .nonFinite(what: "The penalty of column \(columns[0])")
            }
            return penalty
        }
    }
}

extension PreparedProblem {
    /// The same problem with one scale for all columns of a group that is penalised as one.
    func sharingScales(_ groups: [ColumnGroup]) -> Self {
        guard !groups.isEmpty else { return self }
        var scales = scaling.scales
        for group in groups where group.factor > 0 {
            let largest = group.columns.reduce(0) { varies[$1] ? max($0, scales[$1]) : $0 }
            for j in group.columns where largest > 0 { scales[j] = largest }
        }
        var shared = self
        shared.scaling = Scaling(
            fitsIntercept: fitsIntercept, centers: centers, scales: scales, varies: varies,
            targetCenter: targetCenter, targetUnit: targetUnit, gradientUnit: scaling.gradientUnit)
        return shared
    }
}

extension PenaltyShape {
    /// The penalty of the columns alone, those of a group that is kept or excluded as a whole with its factor.
    func withoutGroups(featureCount: Int) -> PenaltyShape {
        guard !groups.isEmpty else { return self }
        var factors = factors ?? [Double](repeating: 1, count: featureCount)
        for group in groups where group.factor == 0 || group.factor == .infinity {
            for j in group.columns where factors[j].isFinite { factors[j] = group.factor }
        }
        return PenaltyShape(l1Ratio: l1Ratio, factors: factors, lowerBounds: lowerBounds, upperBounds: upperBounds)
    }
}
