@testable import SparseGLM

/// A penalised regression as plain values, to be put to the solver, to the oracle, or to a law that makes another of it.
struct RegressionCase {
    /// How the solver is given the columns.
    enum Storage {
        case dense, sparse, standardizedView
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

    /// The penalty for the oracle: λ fⱼ ( r |wⱼₖ| + (1 − r)/2 wⱼₖ² ) for each class k.
    func oraclePenalty(lambda: Double) -> OraclePenalty {
        func perClass(_ values: [Double]) -> [Double] { (0..<family.predictorCount).flatMap { _ in values } }
        func scaled(_ share: Double) -> [Double] {
            (0..<featureCount).map { j in
                let factor = factors?[j] ?? 1
                return share == 0 || factor == 0 ? 0 : share * factor
            }
        }
        return OraclePenalty(
            l1: perClass(scaled(lambda * l1Ratio)), l2: perClass(scaled(lambda * (1 - l1Ratio))),
            lower: perClass(lower ?? columns.map { _ in -.infinity }),
            upper: perClass(upper ?? columns.map { _ in .infinity }))
    }

    /// The smallest λ at which nothing is selected, from the oracle; for the ridge that of the lasso.
    func oracleLambdaMax() -> Double {
        var selecting = self
        if l1Ratio == 0 { selecting.l1Ratio = 1 }
        return OracleSolver.lambdaMax(oracleProblem, selecting.oraclePenalty(lambda: 1))
    }
}
