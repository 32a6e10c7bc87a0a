internal import CKernels

/// The column verbs: each costs O(entries of the column), and O(n) once for what all rows share.
extension SparseMatrix {
    /// Returns the dot product of the centred column with `r`, in O(n).
    public func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double {
        precondition(r.count == sampleCount, "centredDot: \(r.count) values for \(sampleCount) rows")
        guard let r = r.baseAddress else { return 0 }
        return dot(j, center: center, r, sum: center == 0 ? 0 : Kernels.sum(r, sampleCount))
    }

    /// Writes one dot product for each of the given columns, in O(n + their entries).
    public func centredDots(
        columns: [Int], centers: [Double], with r: UnsafeBufferPointer<Double>,
        into out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(r.count == sampleCount, "centredDots: \(r.count) values for \(sampleCount) rows")
        precondition(
            centers.count == featureCount && out.count == featureCount,
            "centredDots: \(centers.count) centers and \(out.count) results for \(featureCount) columns")
        guard let r = r.baseAddress else {
            for j in columns { out[j] = 0 }
            return
        }
        let sum = Kernels.sum(r, sampleCount)
        for j in columns { out[j] = dot(j, center: centers[j], r, sum: sum) }
    }

    /// Adds a multiple of the centred column to `out`, in O(n) unless the center is 0.
    public func addCentred(
        column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(out.count == sampleCount, "addCentred: \(out.count) values for \(sampleCount) rows")
        let shift = add(j, center: center, times: factor, to: out)
        if shift != 0 { for i in out.indices { out[i] -= shift } }
    }

    /// Adds one multiple of each of the given columns, in O(n + their entries).
    public func addCentred(
        columns: [Int], centers: [Double], times factors: [Double], to out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(out.count == sampleCount, "addCentred: \(out.count) values for \(sampleCount) rows")
        precondition(
            centers.count == featureCount && factors.count == featureCount,
            "addCentred: \(centers.count) centers and \(factors.count) factors for \(featureCount) columns")
        var shift = 0.0
        for j in columns { shift += add(j, center: centers[j], times: factors[j], to: out) }
        if shift != 0 { for i in out.indices { out[i] -= shift } }
    }

    /// Σᵢ (xᵢⱼ − center) rᵢ, given the sum of all n values of `r`.
    ///
    /// In a column without zeros the center is subtracted value by value, so that nothing cancels when it is large.
    /// A column with a zero deviates from its mean by |mean|/√n at least (rows weighing alike), and centre times sum is
    /// exact enough.
    private func dot(_ j: Int, center: Double, _ r: UnsafePointer<Double>, sum: Double) -> Double {
        let entries = entries(of: j)
        return values.withUnsafeBufferPointer { values in
            rows.withUnsafeBufferPointer { rows in
                if center != 0 && entries.count == sampleCount {
                    var total = 0.0
                    for k in entries { total += (values[k] - center) * r[Int(rows[k])] }
                    return total
                }
                guard let values = values.baseAddress, let rows = rows.baseAddress else { return 0 }
                let start = entries.lowerBound
                return fsel_sparse_dot(values + start, rows + start, entries.count, r) - center * sum
            }
        }
    }

    /// Adds the entries' part of a multiple of the column, and returns what is still to be subtracted from every row.
    private func add(
        _ j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        let entries = entries(of: j)
        return values.withUnsafeBufferPointer { values in
            rows.withUnsafeBufferPointer { rows in
                if center != 0 && entries.count == sampleCount {
                    for k in entries { out[Int(rows[k])] += factor * (values[k] - center) }
                    return 0
                }
                for k in entries { out[Int(rows[k])] += factor * values[k] }
                return factor * center
            }
        }
    }
}
