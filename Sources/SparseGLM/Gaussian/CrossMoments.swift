internal import CKernels

/// Weights, means and centred cross products of some rows: all that the squared loss needs of them.
///
/// The target stands beside the columns, as the last one. With v the rows' weights, c the centers, u the units:
/// ```
/// W = Σ vᵢ      cⱼ = Σ vᵢ xᵢⱼ / W      Sⱼₖ = Σ vᵢ (xᵢⱼ − cⱼ)(xᵢₖ − cₖ) / (uⱼ uₖ)
/// ```
/// Units are powers of two, so nothing is lost by them. Moments of disjoint rows merge into those of their union by
/// additions alone, so that what a fold trains on is summed from the other folds and never by taking one away.
///
/// Sources: Chan, Golub and LeVeque, Algorithms for computing the sample variance, The American Statistician 37 (1983),
/// doi:10.1080/00031305.1983.10483115; Engstrøm and Jensen, arXiv:2401.13185 (fold Grams).
struct CrossMoments: Sendable {
    /// p columns and the target.
    let count: Int
    /// W, 0 for no rows.
    var weight: Double
    /// Means, `count` values.
    var centers: [Double]
    /// Powers of two, or 0 for a column that is constant on the rows, whose cross products are 0.
    var units: [Double]
    /// The lower triangle of S, column after column.
    var products: [Double]

    /// The moments of no rows.
    init(count: Int) {
        self.count = count
        weight = 0
        centers = [Double](repeating: 0, count: count)
        units = centers
        products = [Double](repeating: 0, count: count * (count + 1) / 2)
    }

    /// Sⱼₖ stands at `column(k) + j` for j ≥ k.
    func column(_ k: Int) -> Int { k * (2 * count - k - 1) / 2 }

    /// A column's sum of squares, in its unit.
    func squares(_ j: Int) -> Double { products[column(j) + j] }

    /// Whether a column's deviation is within the rounding error of its mean.
    func isConstant(_ j: Int) -> Bool {
        guard units[j] > 0, weight > 0 else { return true }
        let deviation = (squares(j) / weight).squareRoot() * units[j]
        return !(deviation > 2 * 0x1p-52 * abs(centers[j]))
    }

    /// The moments of the rows of both, in time O(count²).
    func merged(with other: CrossMoments) -> CrossMoments {
        precondition(count == other.count, "CrossMoments: \(count) and \(other.count) columns")
        guard weight > 0 else { return other }
        guard other.weight > 0 else { return self }
        var result = CrossMoments(count: count)
        result.weight = weight + other.weight
        let share = other.weight / result.weight
        var shifts = [Double](repeating: 0, count: count)
        for j in 0..<count {
            let shift = other.centers[j] - centers[j]
            result.centers[j] = centers[j] + shift * share
            let unit = max(units[j], other.units[j], shift == 0 ? 0 : powerOfTwo(near: shift))
            result.units[j] = unit
            shifts[j] = unit > 0 ? shift / unit : 0
        }
        let mine = zip(units, result.units).map { $1 > 0 ? $0 / $1 : 0 }
        let theirs = zip(other.units, result.units).map { $1 > 0 ? $0 / $1 : 0 }
        let factor = weight * share
        for k in 0..<count {
            let (a, b, d) = (mine[k], theirs[k], factor * shifts[k])
            let start = column(k)
            for j in k..<count {
                result.products[start + j] =
                    products[start + j] * (mine[j] * a) + other.products[start + j] * (theirs[j] * b) + shifts[j] * d
            }
        }
        return result
    }

    /// The same rows about another center of each column, in time O(count²).
    func about(_ others: [Double]) -> CrossMoments {
        var shifted = CrossMoments(count: count)
        shifted.weight = weight
        shifted.centers = others
        var shifts = [Double](repeating: 0, count: count)
        for j in 0..<count {
            let shift = centers[j] - others[j]
            shifted.units[j] = max(units[j], shift == 0 ? 0 : powerOfTwo(near: shift))
            shifts[j] = shifted.units[j] > 0 ? shift / shifted.units[j] : 0
        }
        let ratio = zip(units, shifted.units).map { $1 > 0 ? $0 / $1 : 0 }
        for k in 0..<count {
            let start = column(k)
            for j in k..<count {
                shifted.products[start + j] =
                    products[start + j] * (ratio[j] * ratio[k]) + weight * shifts[j] * shifts[k]
            }
        }
        return shifted
    }
}
