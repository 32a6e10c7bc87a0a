/// A penalty at one lambda, in the scaled units of a `PreparedProblem`.
///
/// ```
/// Σⱼ l1ⱼ |bⱼ| + l2ⱼ/2 bⱼ²      subject to   lowerⱼ ≤ bⱼ ≤ upperⱼ
/// ```
/// j runs over coordinates: the p columns, with several classes K · p, class after class.
struct ScaledPenalty: Sendable {
    let l1: Strengths
    let l2: Strengths
    let lower: [Double]
    let upper: [Double]

    /// Strengths and bounds in scaled units, p values each.
    init(l1: Strengths, l2: Strengths, lower: [Double], upper: [Double]) {
        (self.l1, self.l2) = (l1, l2)
        (self.lower, self.upper) = (lower, upper)
    }

    /// `l1Share` and `l2Share` are λ r and λ (1 − r) of the penalty as it was given.
    init<M>(
        l1Share: Double, l2Share: Double, factors: [Double]?, lowerBounds: [Double]?, upperBounds: [Double]?,
        in problem: PreparedProblem<M>
    ) throws(SolverError) {
        let one = try Self(
            l1Share: l1Share, l2Share: l2Share, factors: factors, lowerBounds: lowerBounds, upperBounds: upperBounds,
            in: problem.scaling)
        self.init(one, classCount: problem.predictorCount)
    }

    /// The penalty of one class's coefficients for each class, class after class.
    private init(_ one: ScaledPenalty, classCount: Int) {
        func repeated(_ values: [Double]) -> [Double] {
            classCount == 1 ? values : (0..<classCount).flatMap { _ in values }
        }
        l1 = Strengths(one.l1, classCount: classCount)
        l2 = Strengths(one.l2, classCount: classCount)
        lower = repeated(one.lower)
        upper = repeated(one.upper)
    }

    /// `l1Share` and `l2Share` are λ r and λ (1 − r) of the penalty as it was given.
    init(
        l1Share: Double, l2Share: Double, factors: [Double]?, lowerBounds: [Double]?, upperBounds: [Double]?,
        in scaling: Scaling
    ) throws(SolverError) {
        let p = scaling.scales.count
        var l1 = [Double](repeating: 0, count: p)
        var l2 = l1
        for j in 0..<p where scaling.varies[j] {
            let factor = factors?[j] ?? 1
            guard factor.isFinite else { continue }
            l1[j] = factor * l1Share / scaling.gradientUnit / scaling.scales[j]
            l2[j] =
                factor * l2Share * (scaling.targetUnit / scaling.gradientUnit) / scaling.scales[j] / scaling.scales[j]
            guard l1[j].isFinite, l2[j].isFinite else {
                throw .nonFinite(what: "The penalty of column \(j), whose scale is \(scaling.scales[j]),")
            }
        }
        self.l1 = Strengths(l1)
        self.l2 = Strengths(l2)
        lower = Self.scaled(lowerBounds, none: -.infinity, in: scaling)
        upper = Self.scaled(upperBounds, none: .infinity, in: scaling)
    }

    /// The penalty of another λ, `factor` times that of `unit`.
    init(_ unit: ScaledPenalty, times factor: Double) {
        l1 = Strengths(unit.l1, times: factor)
        l2 = Strengths(unit.l2, times: factor)
        lower = unit.lower
        upper = unit.upper
    }

    private static func scaled(_ bounds: [Double]?, none: Double, in scaling: Scaling) -> [Double] {
        guard let bounds else { return [Double](repeating: none, count: scaling.scales.count) }
        return bounds.indices.map { bounds[$0] * scaling.scales[$0] / scaling.targetUnit }
    }

    /// Those of the given coordinates that neither a penalty nor a bound holds.
    func free(_ coordinates: [Int]) -> [Int] { coordinates.filter(isFree) }

    /// Whether a coordinate is neither penalised nor bounded.
    func isFree(_ c: Int) -> Bool {
        l1[c] == 0 && l2[c] == 0 && !lower[c].isFinite && !upper[c].isFinite
    }

    /// The penalty of one coefficient.
    func value(_ j: Int, _ b: Double) -> Double { l1[j] * abs(b) + 0.5 * l2[j] * b * b }

    /// argmin over b of (L/2)(b − z)² + penalty(b), in the bounds.
    func proximal(_ j: Int, _ z: Double, curvature L: Double) -> Double {
        let target = softThreshold(L * z, l1[j]) / (L + l2[j])
        return min(max(target, lower[j]), upper[j])
    }

    /// The conjugate at z: sup over b of z b − penalty(b).
    ///
    /// Infinite where nothing bounds it.
    func conjugate(_ j: Int, _ z: Double) -> Double {
        let excess = softThreshold(z, l1[j])
        guard excess != 0 else { return 0 }
        let bound = excess > 0 ? upper[j] : lower[j]
        guard l2[j] > 0 else { return isRounding(j, z) && !bound.isFinite ? 0 : excess * bound }
        let b = excess > 0 ? min(excess / l2[j], bound) : max(excess / l2[j], bound)
        return b * (excess - 0.5 * l2[j] * b)
    }

    /// The most by which z may be multiplied with the conjugate still finite, the product rounded as it is.
    func largestScale(_ j: Int, _ z: Double) -> Double {
        guard l2[j] == 0, z != 0, !(z > 0 ? upper[j] : lower[j]).isFinite, !isRounding(j, z) else { return .infinity }
        var scale = l1[j] / abs(z)
        // The quotient may be rounded up, and then the product with it is above l1, where the conjugate is infinite.
        while scale * abs(z) > l1[j] { scale = scale.nextDown }
        return scale
    }

    /// Whether the gradient of an unpenalised column is zero but for rounding: gradients are of order 1.
    private func isRounding(_ j: Int, _ z: Double) -> Bool { l1[j] == 0 && abs(z) <= 1e-14 }

    /// The distance of the smooth part's negative gradient q from the penalty's subdifferential at b.
    func violation(_ j: Int, q: Double, b: Double) -> Double {
        let g = q - l2[j] * b
        let (least, most): (Double, Double)
        if b > 0 {
            (least, most) = (l1[j], l1[j])
        } else if b < 0 {
            (least, most) = (-l1[j], -l1[j])
        } else {
            (least, most) = (-l1[j], l1[j])
        }
        let low = b <= lower[j] ? -Double.infinity : least
        let high = b >= upper[j] ? Double.infinity : most
        return max(0, low - g, g - high)
    }
}

/// sign(z) max(|z| − t, 0): the proximal operator of t|·|.
func softThreshold(_ z: Double, _ t: Double) -> Double {
    if z > t { return z - t }
    if z < -t { return z + t }
    return 0
}
