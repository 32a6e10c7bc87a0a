/// Data for the oracle: dense columns in the scaled form in which every solve sees them.
///
/// Rows of weight 0 are left out; with an intercept, columns are centred, and a column of ones stands last.
struct OracleProblem {
    let family: OracleFamily
    let y: [Double]
    /// The rows' weights over their sum.
    let shares: [Double]
    /// The linear predictors before any coefficient: K lists of n values.
    let offset: [[Double]]
    let fitsIntercept: Bool
    /// p columns, less their means where there is an intercept, and then the column of ones.
    let columns: [[Double]]
    /// What was taken off each of the p columns.
    let centers: [Double]

    /// K, the number of linear predictors of a row.
    var predictorCount: Int { family.predictorCount }
    /// p, the number of columns without the intercept's.
    var featureCount: Int { centers.count }

    /// States a problem.
    ///
    /// - Parameters:
    ///   - columns: p columns of n values.
    ///   - y: n values; classes are 0 … K − 1.
    ///   - weights: n values ≥ 0, or nil for 1.
    ///   - offset: n values that are added to every linear predictor, or nil.
    init(
        columns: [[Double]], y: [Double], family: OracleFamily, weights: [Double]?, offset: [Double]?,
        fitsIntercept: Bool
    ) {
        let rows = y.indices.filter { (weights?[$0] ?? 1) > 0 }
        let kept = rows.map { weights?[$0] ?? 1 }
        let total = kept.reduce(0, +)
        let shares = kept.map { $0 / total }
        self.family = family
        self.y = rows.map { y[$0] }
        self.shares = shares
        self.offset = Array(repeating: rows.map { offset?[$0] ?? 0 }, count: family.predictorCount)
        self.fitsIntercept = fitsIntercept
        let used = columns.map { column in rows.map { column[$0] } }
        guard fitsIntercept else {
            (self.columns, centers) = (used, [Double](repeating: 0, count: used.count))
            return
        }
        let centers = used.map { column in zip(shares, column).reduce(0) { $0 + $1.0 * $1.1 } }
        let centred = zip(used, centers).map { column, center in
            // What is left of a constant column is rounding, and no column at all.
            let largest = column.reduce(0) { max($0, abs($1)) }
            let moved = column.map { $0 - center }
            return moved.contains { abs($0) > 1e-13 * largest } ? moved : [Double](repeating: 0, count: rows.count)
        }
        self.centers = centers
        self.columns = centred + [[Double](repeating: 1, count: rows.count)]
    }

    /// Σᵢ mᵢ loss(yᵢ, ηᵢ).
    func loss(_ eta: [[Double]]) -> Double {
        y.indices.reduce(0) { sum, i in sum + shares[i] * family.loss(y[i], eta.map { $0[i] }) }
    }

    /// The residuals θ = −∂loss/∂η, K lists of n values.
    func residual(_ eta: [[Double]]) -> [[Double]] {
        var theta = eta
        for i in y.indices {
            for (k, g) in family.gradient(y[i], eta.map({ $0[i] })).enumerated() { theta[k][i] = -g }
        }
        return theta
    }

    /// What every row's loss could at best be, on average.
    var saturatedLoss: Double { zip(shares, y).reduce(0) { $0 + $1.0 * family.saturatedLoss($1.1) } }
}

/// Σᵢ aᵢ bᵢ.
///
/// The oracle's loops are written on pointers, for they run in builds that are not optimised.
func oracleDot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            guard let p = a.baseAddress, let q = b.baseAddress else { return 0 }
            var (even, odd, i) = (0.0, 0.0, 0)
            let n = a.count
            while i + 1 < n {
                even += p[i] * q[i]
                odd += p[i + 1] * q[i + 1]
                i += 2
            }
            return i < n ? even + odd + p[i] * q[i] : even + odd
        }
    }
}

/// b += factor · a.
func oracleAdd(_ factor: Double, _ a: [Double], to b: inout [Double]) {
    a.withUnsafeBufferPointer { a in
        b.withUnsafeMutableBufferPointer { b in
            guard let p = a.baseAddress, let q = b.baseAddress else { return }
            let n = a.count
            var i = 0
            while i < n {
                q[i] += factor * p[i]
                i += 1
            }
        }
    }
}
