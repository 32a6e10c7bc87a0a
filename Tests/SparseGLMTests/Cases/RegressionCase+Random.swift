import Foundation

extension RegressionCase {
    /// What a random case may have.
    struct Limits {
        var rows: ClosedRange<Int>
        var columns: ClosedRange<Int>
        /// Whether columns may have scales from 1e-6 to 1e6.
        var hasScales = true
    }

    /// A case drawn from a seed: size, correlation, odd columns, weights, offset, penalty and bounds all at random.
    static func random(seed: Int, family: OracleFamily, limits: Limits) -> RegressionCase {
        var random = CaseRandom(seed: seed, stream: "case")
        // A model of classes or counts needs two rows for there to be anything to tell apart.
        let n = max(random.integer(limits.rows), family == .gaussian ? 1 : 4)
        let p = random.integer(limits.columns)
        var columns = correlatedColumns(n, p, &random)
        let y = target(columns, n, family, &random)
        if random.chance(0.4) { makeOdd(&columns, &random) }
        if limits.hasScales && random.chance(0.3) {
            for j in columns.indices {
                let (scale, shift) = (pow(10, random.uniform(-6, 6)), random.normal())
                columns[j] = columns[j].map { scale * ($0 + shift) }
            }
        }
        var drawn = RegressionCase(columns: columns, y: y, family: family)
        drawn.addRows(&random)
        drawn.addPenalty(&random)
        drawn.storage = random.pick([.dense, .dense, .sparse, .standardizedView])
        return drawn
    }

    /// Neighbours correlate by ρ, or all columns by ρ², ρ one of 0, 0.5, 0.9, 0.99, 0.999.
    private static func correlatedColumns(_ n: Int, _ p: Int, _ random: inout CaseRandom) -> [[Double]] {
        let correlation = random.pick([0, 0.5, 0.9, 0.99, 0.999])
        let rest = (1 - correlation * correlation).squareRoot()
        let isChain = random.chance(0.5)
        let common = random.list(n) { $0.normal() }
        var columns: [[Double]] = []
        for _ in 0..<p {
            let before = isChain ? columns.last ?? common : common
            columns.append(before.map { correlation * $0 + rest * random.normal() })
        }
        return columns
    }

    /// A target of a few columns and noise; every class, and some count above 0, is there.
    private static func target(
        _ columns: [[Double]], _ n: Int, _ family: OracleFamily, _ random: inout CaseRandom
    ) -> [Double] {
        let truth = (0..<random.integer(0...5)).map { _ in (random.integer(0...columns.count - 1), random.normal()) }
        let noise = random.pick([0.1, 1, 3])
        let eta = (0..<n).map { i in truth.reduce(0.3) { $0 + columns[$1.0][i] * $1.1 } }
        let unit = random.pick([1, 1, 1e-3, 1e3])
        return (0..<n).map { i in
            let draw = eta[i] + noise * random.normal()
            switch family {
            case .gaussian: return unit * draw
            case .binomial: return i < 2 ? Double(i) : draw > 0.3 ? 1 : 0
            case .poisson: return i == 0 ? 1 : exp(min(5, 0.5 * draw)).rounded()
            case .multinomial(let classes):
                return i < classes ? Double(i) : min(max((draw + 1).rounded(), 0), Double(classes - 1))
            }
        }
    }

    /// Turns some columns into copies, copies of the other sign, constants, zeros and columns of 0 and 1.
    private static func makeOdd(_ columns: inout [[Double]], _ random: inout CaseRandom) {
        for j in columns.indices where random.chance(0.3) {
            let other = columns[random.integer(0...columns.count - 1)]
            switch random.integer(0...5) {
            case 0: columns[j] = other
            case 1: columns[j] = other.map { -2 * $0 }
            case 2: columns[j] = other.map { _ in 0.1 }
            case 3: columns[j] = other.map { _ in 0 }
            default: columns[j] = columns[j].map { $0 > 0.5 ? 1 : 0 }
            }
        }
    }

    private mutating func addRows(_ random: inout CaseRandom) {
        if random.chance(0.4) {
            let zeros = random.chance(0.5) ? 0.2 : 0
            weights = random.list(sampleCount) { $0.chance(zeros) ? 0 : $0.uniform(0.1, 3) }
            // The rows that hold each class stay.
            for i in 0..<min(sampleCount, max(2, family.predictorCount)) { weights?[i] = 1 }
        }
        // One offset for all classes would be none.
        if random.chance(0.3) && family.predictorCount == 1 {
            let size = family == .gaussian ? y.reduce(0) { max($0, abs($1)) } : 1
            offset = random.list(sampleCount) { size * $0.uniform(-0.5, 0.5) }
        }
        fitsIntercept = random.chance(0.8)
    }

    private mutating func addPenalty(_ random: inout CaseRandom) {
        l1Ratio = random.pick([1, 1, 1, 0.95, 0.5, 0.1, 0.01, 0])
        let p = featureCount
        if random.chance(0.3) {
            factors = random.list(p) { $0.pick([1, 1, 0.3, 2, 10, .infinity]) }
            if sampleCount >= 20 && isSpread { keepTwo(&random) }
        }
        if random.chance(0.25) && l1Ratio > 0 {
            // A bound is of use where the coefficient would pass it: it goes with the scales of column and target.
            let size = family == .gaussian ? y.reduce(0) { max($0, abs($1)) } : 1
            let units = columns.map { column in
                0.05 * size / max(column.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
            }
            lower = units.map { $0 * random.pick([0, -1, -5, -.infinity]) }
            upper = units.map { $0 * random.pick([0, 1, 5, .infinity, .infinity]) }
            // 0 · ∞ is no bound.
            lower = lower?.map { $0.isNaN ? -.infinity : $0 }
            upper = upper?.map { $0.isNaN ? .infinity : $0 }
            freeKept()
        }
    }

    /// Takes the bounds off unpenalised columns where the coefficients of all classes may move together: bounded on one
    /// side, they would have optima as far away as one likes.
    private mutating func freeKept() {
        guard family.predictorCount > 1, let factors else { return }
        for j in factors.indices where factors[j] == 0 {
            lower?[j] = -.infinity
            upper?[j] = .infinity
        }
    }

    /// Whether unpenalised columns of noise cannot tell the rows apart without error, which would leave no optimum.
    private var isSpread: Bool {
        let used = y.indices.filter { (weights?[$0] ?? 1) > 0 }
        switch family {
        case .gaussian: return true
        case .binomial: return [0, 1].allSatisfy { value in used.count { y[$0] == value } >= 15 }
        case .poisson: return used.count { y[$0] > 0 } >= 15
        case .multinomial(let classes):
            return (0..<classes).allSatisfy { value in used.count { y[$0] == Double(value) } >= 15 }
        }
    }

    /// Leaves two columns without a penalty, which for classes and counts are noise.
    private mutating func keepTwo(_ random: inout CaseRandom) {
        for _ in 0..<2 {
            let j = random.integer(0...featureCount - 1)
            factors?[j] = 0
            if family != .gaussian { columns[j] = random.list(sampleCount) { $0.normal() } }
        }
    }
}
