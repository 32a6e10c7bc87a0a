import SparseGLM

/// A regression as it was read from files.
struct Problem: Sendable {
    /// The design matrix, n × p.
    let x: DenseMatrix
    /// n values; 0 and 1 for binomial, 0 … K − 1 for multinomial, counts for poisson.
    let y: [Double]

    /// Reads matrix and target.
    ///
    /// - Throws: `BadFile`.
    init(x matrixPath: String, y targetPath: String, family: FamilyName) throws {
        let matrix = try NpyArray<Double>(path: matrixPath, dimensions: 2)
        x = DenseMatrix(sampleCount: matrix.shape[0], featureCount: matrix.shape[1], columnMajor: matrix.values)
        let target = try NpyArray<Double>(path: targetPath, dimensions: 1).values
        guard target.count == x.sampleCount else {
            throw BadFile(path: targetPath, reason: "it has \(target.count) values for \(x.sampleCount) rows")
        }
        guard let y = family.target(target) else {
            throw BadFile(path: targetPath, reason: "its values are not \(family.range)")
        }
        self.y = y
    }
}

/// The families that can be asked for.
enum FamilyName: String, CaseIterable, Sendable {
    case gaussian, binomial, multinomial, poisson

    /// What a target may hold, in words.
    var range: String {
        switch self {
        case .gaussian: "finite numbers"
        case .binomial: "0 and 1, or -1 and 1"
        case .multinomial: "classes from 0, all of them below 1000"
        case .poisson: "counts from 0"
        }
    }

    /// The target as the solver takes it, −1 and 1 as 0 and 1; nil when a value is not in range.
    func target(_ values: [Double]) -> [Double]? {
        let whole = values.allSatisfy { $0 >= 0 && $0.isFinite && $0 == $0.rounded() }
        switch self {
        case .gaussian: return values.allSatisfy(\.isFinite) ? values : nil
        case .binomial:
            let found = Set(values)
            return found.isSubset(of: [0, 1]) || found.isSubset(of: [-1, 1]) ? values.map { max($0, 0) } : nil
        case .multinomial: return whole && values.allSatisfy { $0 < 1000 } ? values : nil
        case .poisson: return whole ? values : nil
        }
    }
}
