import Foundation

/// The distributions that the oracle knows, by the platform's own exponential and logarithm.
///
/// With ηₖ the linear predictors of a row, K of them for a target of K classes and one otherwise, a row's loss is
/// ```
/// gaussian   ½ (y − η)²              poisson       exp η − y η
/// binomial   log(1 + exp η) − y η    multinomial   log Σₖ exp ηₖ − η_y,   y ∈ 0 ..< K
/// ```
enum OracleFamily: Equatable, Sendable {
    case gaussian
    case binomial
    case poisson
    case multinomial(classes: Int)

    /// K, the number of linear predictors of a row.
    var predictorCount: Int {
        if case .multinomial(let classes) = self { classes } else { 1 }
    }

    /// The loss of one row.
    func loss(_ y: Double, _ eta: [Double]) -> Double {
        switch self {
        case .gaussian: return (y - eta[0]) * (y - eta[0]) / 2
        case .binomial: return max(eta[0], 0) - y * eta[0] + log1p(exp(-abs(eta[0])))
        case .poisson: return exp(eta[0]) - y * eta[0]
        case .multinomial:
            let largest = eta.reduce(-Double.infinity, max)
            return log(eta.reduce(0) { $0 + exp($1 - largest) }) + (largest - eta[Int(y)])
        }
    }

    /// The means μₖ that the predictors stand for.
    func mean(_ eta: [Double]) -> [Double] {
        switch self {
        case .gaussian: return eta
        case .binomial: return [1 / (1 + exp(-eta[0]))]
        case .poisson: return [exp(eta[0])]
        case .multinomial:
            let largest = eta.reduce(-Double.infinity, max)
            let powers = eta.map { exp($0 - largest) }
            let total = powers.reduce(0, +)
            return powers.map { $0 / total }
        }
    }

    /// ∂loss/∂ηₖ.
    func gradient(_ y: Double, _ eta: [Double]) -> [Double] {
        // A certain row of class 1 would lose all digits in μ − 1.
        if case .binomial = self { return [y == 1 ? -1 / (1 + exp(eta[0])) : 1 / (1 + exp(-eta[0]))] }
        return zip(mean(eta), targets(y)).map { $0 - $1 }
    }

    /// ∂²loss/∂ηₖ∂ηₗ at k·K + l.
    func curvature(_ eta: [Double]) -> [Double] {
        let mean = mean(eta)
        switch self {
        case .gaussian: return [1]
        case .binomial: return [mean[0] / (1 + exp(eta[0]))]
        case .poisson: return mean
        case .multinomial:
            return mean.indices.flatMap { k in
                mean.indices.map { l in k == l ? mean[k] * (1 - mean[k]) : -mean[k] * mean[l] }
            }
        }
    }

    /// −loss*(−θ), what one row adds to the dual; −∞ where the conjugate is infinite.
    ///
    /// With v = y − θ, the mean that θ stands for, loss* is ½θ² − θy, v log v + (1−v) log(1−v), v log v − v and
    /// Σ vₖ log vₖ. A v below 0 by rounding alone counts as 0.
    func dual(_ y: Double, _ theta: [Double]) -> Double {
        func entropy(_ v: Double) -> Double {
            if v > 0 { return v * log(v) }
            return v > -1e-15 * max(1, abs(y)) ? 0 : .infinity
        }
        let v = zip(targets(y), theta).map { $0 - $1 }
        switch self {
        case .gaussian: return theta[0] * y - theta[0] * theta[0] / 2
        case .binomial: return -entropy(v[0]) - entropy(y == 1 ? theta[0] : 1 - v[0])
        case .poisson: return v[0] - entropy(v[0])
        case .multinomial: return -v.reduce(0) { $0 + entropy($1) }
        }
    }

    /// The least loss that any predictor gives this row, which is what its deviance is measured from.
    func saturatedLoss(_ y: Double) -> Double {
        self == .poisson && y > 0 ? y - y * log(y) : 0
    }

    /// The target as K numbers: itself, or one-hot.
    private func targets(_ y: Double) -> [Double] {
        guard case .multinomial(let classes) = self else { return [y] }
        return (0..<classes).map { Double($0) == y ? 1 : 0 }
    }
}
