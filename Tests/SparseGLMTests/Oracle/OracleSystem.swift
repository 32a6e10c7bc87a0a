/// A problem and its penalty as one list of variables: each coefficient that can be other than zero, class by class,
/// and the intercepts last.
///
/// A column that is unpenalised in one class is so in all of them.
struct OracleSystem {
    let problem: OracleProblem
    /// The penalty of the variables; the intercepts have none.
    let penalty: OraclePenalty
    /// The column and the class of each variable.
    let variables: [(column: Int, predictor: Int)]
    /// The place, class · p + column, of each variable among all coefficients; nil for an intercept.
    private let places: [Int?]
    /// The second derivatives of the squared loss, which are the same everywhere.
    private let gram: [[Double]]?

    /// Without a penalty the system has the intercepts alone.
    init(_ problem: OracleProblem, _ penalty: OraclePenalty?) {
        let p = problem.featureCount
        var variables: [(column: Int, predictor: Int)] = []
        var places: [Int?] = []
        var reduced = OraclePenalty(l1: [], l2: [], lower: [], upper: [])
        func append(_ column: Int, _ predictor: Int, place: Int?) {
            variables.append((column, predictor))
            places.append(place)
            reduced.l1.append(place.flatMap { penalty?.l1[$0] } ?? 0)
            reduced.l2.append(place.flatMap { penalty?.l2[$0] } ?? 0)
            reduced.lower.append(place.flatMap { penalty?.lower[$0] } ?? -.infinity)
            reduced.upper.append(place.flatMap { penalty?.upper[$0] } ?? .infinity)
        }
        // What nothing penalises may be added to all classes at once: class 0 goes without.
        let first = problem.predictorCount > 1 ? 1 : 0
        for k in 0..<problem.predictorCount {
            if let penalty {
                for j in 0..<p where !penalty.isExcluded(k * p + j) && problem.columns[j].contains(where: { $0 != 0 }) {
                    if k < first && penalty.isFree(j) { continue }
                    append(j, k, place: k * p + j)
                }
            }
        }
        if problem.fitsIntercept {
            for k in first..<problem.predictorCount { append(p, k, place: nil) }
        }
        let numbers = Dictionary(uniqueKeysWithValues: places.enumerated().compactMap { v, at in at.map { ($0, v) } })
        reduced.groups = (penalty?.groups ?? []).compactMap { group in
            let members = group.members.compactMap { numbers[$0] }
            return members.isEmpty || group.strength == 0 ? nil : .init(members: members, strength: group.strength)
        }
        self.problem = problem
        self.penalty = reduced
        self.variables = variables
        self.places = places
        gram = problem.family == .gaussian ? Self.curvature(problem, variables, problem.offset) : nil
    }

    /// A start strictly inside the bounds, at zero where they allow it.
    ///
    /// All variables together move the linear predictors by no more than about `size`, and add to the penalty no more
    /// than about `unit`: from further away the way back along the barriers is long.
    func start(size: Double, unit: Double) -> OraclePoint {
        let bounded = Double(max(1, penalty.lower.indices.count { penalty.lower[$0] == 0 || penalty.upper[$0] == 0 }))
        var point = OraclePoint(w: variables.map { _ in 0 }, low: penalty.lower, high: penalty.upper)
        for (v, variable) in variables.enumerated() {
            let (low, high) = (penalty.lower[v], penalty.upper[v])
            let column = problem.columns[variable.column]
            let square = zip(problem.shares, column).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
            let reach = min(
                size / (bounded * square.squareRoot()), unit / (bounded * penalty.l1[v]),
                (unit / (bounded * penalty.l2[v])).squareRoot())
            let margin = min((high - low) / 2, reach)
            point.w[v] = min(max(0, low + margin), high - margin)
            point.low[v] = low.isFinite ? max(point.w[v] - low, margin) : .infinity
            point.high[v] = high.isFinite ? max(high - point.w[v], margin) : .infinity
        }
        return point
    }

    /// The linear predictors at w: K lists of n values.
    func predictors(_ w: [Double]) -> [[Double]] {
        var eta = problem.offset
        for (value, variable) in zip(w, variables) where value != 0 {
            oracleAdd(value, problem.columns[variable.column], to: &eta[variable.predictor])
        }
        return eta
    }

    /// What a direction does to the linear predictors.
    func change(_ direction: [Double]) -> [[Double]] {
        var change = problem.offset.map { $0.map { _ in 0.0 } }
        for (value, variable) in zip(direction, variables) {
            oracleAdd(value, problem.columns[variable.column], to: &change[variable.predictor])
        }
        return change
    }

    /// Σᵢ mᵢ xᵢ θᵢ of each variable, for K lists θ.
    func correlations(_ theta: [[Double]]) -> [Double] {
        let weighted = theta.map { list in zip(problem.shares, list).map { $0 * $1 } }
        return variables.map { oracleDot(problem.columns[$0.column], weighted[$0.predictor]) }
    }

    /// The gradient of the mean loss.
    func lossGradient(_ eta: [[Double]]) -> [Double] { correlations(problem.residual(eta)).map { -$0 } }

    /// The second derivatives of the mean loss, lower triangle.
    func lossCurvature(_ eta: [[Double]]) -> [[Double]] { gram ?? Self.curvature(problem, variables, eta) }

    private static func curvature(
        _ problem: OracleProblem, _ variables: [(column: Int, predictor: Int)], _ eta: [[Double]]
    ) -> [[Double]] {
        let count = problem.predictorCount
        let rows = problem.y.indices.map { i in
            problem.family.curvature(eta.map { $0[i] }).map { $0 * problem.shares[i] }
        }
        let weights = (0..<count * count).map { pair in rows.map { $0[pair] } }
        return variables.enumerated().map { v, variable in
            let column = problem.columns[variable.column]
            let weighted = (0..<count).map { l in
                zip(weights[variable.predictor * count + l], column).map { $0 * $1 }
            }
            return variables[...v].map { oracleDot(weighted[$0.predictor], problem.columns[$0.column]) }
        }
    }

    /// All p · K coefficients of the columns as they were given, and the K intercepts.
    func original(_ w: [Double]) -> (coefficients: [Double], intercepts: [Double]) {
        let p = problem.featureCount
        var coefficients = [Double](repeating: 0, count: p * problem.predictorCount)
        var intercepts = [Double](repeating: 0, count: problem.predictorCount)
        for (v, value) in w.enumerated() {
            let (column, k) = variables[v]
            if let place = places[v] {
                coefficients[place] = value
                intercepts[k] -= value * problem.centers[column]
            } else {
                intercepts[k] += value
            }
        }
        return (coefficients, intercepts)
    }
}
