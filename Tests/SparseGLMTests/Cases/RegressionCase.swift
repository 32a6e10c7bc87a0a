@testable import SparseGLM

/// A penalised regression as plain values, to be put to the solver, to the oracle, or to a law that makes another of it.
struct RegressionCase {
    /// How the solver is given the columns.
    enum Storage {
        case dense, sparse, standardizedView
    }

    /// Columns that are penalised by the length of their coefficients.
    struct Group {
        var columns: [Int]
        var factor: Double
    }

    var columns: [[Double]]
    /// n values; for classes 0 … K − 1.
    var y: [Double]
    var family: OracleFamily
    var weights: [Double]?
    var offset: [Double]?
    var fitsIntercept = true
    var l1Ratio = 1.0
    var factors: [Double]?
    var lower: [Double]?
    var upper: [Double]?
    /// Disjoint groups, for families of one linear predictor; there are either groups or bounds.
    var groups: [Group] = []
    /// The share of the L1 norm within groups.
    var groupL1Ratio = 0.0
    var storage = Storage.dense
    /// How many threads the solver may use.
    var workers = 1

    var sampleCount: Int { y.count }
    var featureCount: Int { columns.count }

    /// The case for the oracle.
    var oracleProblem: OracleProblem {
        OracleProblem(
            columns: columns, y: y, family: family, weights: weights, offset: offset, fitsIntercept: fitsIntercept)
    }

    /// The penalty for the oracle.
    /// ```
    /// λ fⱼ ( r |wⱼₖ| + (1 − r)/2 wⱼₖ² )                                      each class k of a column in no group
    /// λ f_g ( r ( (1 − s) √p_g ‖w_g‖₂ + s ‖w_g‖₁ ) + (1 − r)/2 ‖w_g‖₂² )    a group
    /// ```
    func oraclePenalty(lambda: Double) -> OraclePenalty {
        func perClass(_ values: [Double]) -> [Double] { (0..<family.predictorCount).flatMap { _ in values } }
        // A share of 0 of an infinite factor is 0, not NaN.
        func product(_ share: Double, _ factor: Double) -> Double { share == 0 || factor == 0 ? 0 : share * factor }
        var factors = factors ?? columns.map { _ in 1 }
        var l1Shares = columns.map { _ in lambda * l1Ratio }
        for group in groups {
            for j in group.columns {
                factors[j] = factors[j].isFinite ? group.factor : .infinity
                // An excluded group is so by its columns.
                if group.factor.isFinite { l1Shares[j] *= groupL1Ratio }
            }
        }
        return OraclePenalty(
            l1: perClass(
                factors.indices.map { factors[$0] == .infinity ? .infinity : product(l1Shares[$0], factors[$0]) }),
            l2: perClass(factors.map { product(lambda * (1 - l1Ratio), $0) }),
            lower: perClass(lower ?? columns.map { _ in -.infinity }),
            upper: perClass(upper ?? columns.map { _ in .infinity }),
            groups: groups.compactMap { group in
                let size = Double(group.columns.count).squareRoot()
                let strength = product(lambda * l1Ratio * (1 - groupL1Ratio) * size, group.factor)
                return strength > 0 && strength.isFinite ? .init(members: group.columns, strength: strength) : nil
            })
    }

    /// The smallest λ at which nothing is selected, from the oracle; for the ridge that of the lasso.
    func oracleLambdaMax() -> Double {
        var selecting = self
        if l1Ratio == 0 { selecting.l1Ratio = 1 }
        return OracleSolver.lambdaMax(oracleProblem, selecting.oraclePenalty(lambda: 1))
    }
}
