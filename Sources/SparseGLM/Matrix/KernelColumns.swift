internal import CKernels

/// A list of columns as the kernels read them: zᵢⱼ = (starts[j][i] − centers[j]) · scales[j].
struct KernelColumns: @unchecked Sendable {
    var starts: [UnsafePointer<Double>]
    /// One per column, or nil for 0.
    var centers: [Double]? = nil
    /// One per column, or nil for 1.
    var scales: [Double]? = nil

    var count: Int { starts.count }

    /// Calls `body` with the columns unless there is none; what it is given ends with the call.
    @discardableResult
    func withView<R>(_ body: (fsel_columns) -> R) -> R? {
        starts.withUnsafeBufferPointer { starts in
            guard let base = starts.baseAddress, !starts.isEmpty else { return nil }
            return centers.withPointer { centers in
                scales.withPointer { scales in
                    body(fsel_columns(columns: base, centers: centers, scales: scales, count: starts.count))
                }
            }
        }
    }
}

extension [Double]? {
    /// Calls `body` with the values, or with nil.
    func withPointer<R>(_ body: (UnsafePointer<Double>?) -> R) -> R {
        guard let self else { return body(nil) }
        return self.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
