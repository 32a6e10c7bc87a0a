extension SparseMatrix {
    /// The weighted mean and deviation of every column, in O(n + entries).
    ///
    /// As exact as `columnMoments`: a column without zeros is summed by it, and in one with zeros no value is far from
    /// the mean in units of the deviation, whose square is the sum over the entries and the zeros' own share.
    public func moments(weights: [Double]?) -> [ColumnMoments] {
        precondition(
            weights.map { $0.count == sampleCount } ?? true, "moments: weights and rows differ in count")
        let shares = weights.map(scaledWeights)
        let total = shares.map(Kernels.sum) ?? Double(sampleCount)
        return (0..<featureCount).map { j in
            if entries(of: j).count == sampleCount { return columnMoments(column(j), weights: weights) }
            return moments(of: j, shares: shares, total: total)
        }
    }

    private func moments(of j: Int, shares: [Double]?, total: Double) -> ColumnMoments {
        let entries = entries(of: j)
        func share(_ k: Int) -> Double { shares?[Int(rows[k])] ?? 1 }
        let largest = entries.reduce(0) { share($1) > 0 ? max($0, abs(values[$1])) : $0 }
        guard largest > 0 else { return ColumnMoments(mean: 0, standardDeviation: 0, isConstant: true) }
        let unit = powerOfTwo(near: largest)
        var (sum, weight) = (0.0, 0.0)
        for k in entries {
            sum += share(k) * (values[k] / unit)
            weight += share(k)
        }
        let (center, zeros) = (sum / total, max(0, total - weight))
        var square = zeros * center * center
        for k in entries {
            let d = values[k] / unit - center
            square += share(k) * d * d
        }
        let deviation = (square / total).squareRoot()
        return ColumnMoments(
            mean: center * unit, standardDeviation: deviation * unit,
            isConstant: deviation <= 4 * 0x1p-52 * abs(center))
    }

    /// The largest magnitude in every column, not finite where one of its values is not; in O(entries + p).
    public func largestMagnitudes() -> [Double] {
        values.withUnsafeBufferPointer { values in
            (0..<featureCount).map { j in
                var largest = 0.0
                for k in entries(of: j) {
                    guard values[k].isFinite else { return .nan }
                    largest = max(largest, abs(values[k]))
                }
                return largest
            }
        }
    }

    /// The least and the greatest value of every column, zeros included; in O(entries + p).
    public func valueRanges() -> [(low: Double, high: Double)?] {
        values.withUnsafeBufferPointer { values in
            (0..<featureCount).map { j in
                let entries = entries(of: j)
                if entries.isEmpty { return (0, 0) }
                let ends = Kernels.range(UnsafeBufferPointer(rebasing: values[entries]))
                return ends.map { entries.count < sampleCount ? (min($0.low, 0), max($0.high, 0)) : $0 }
            }
        }
    }
}
