import SparseGLM

/// A regression as it was read from files.
struct Problem: Sendable {
    /// The design matrix, n × p.
    enum Design: Sendable {
        case dense(DenseMatrix)
        case sparse(SparseMatrix)
    }

    let x: Design
    /// n values; 0 and 1 for binomial, 0 … K − 1 for multinomial, counts for poisson.
    let y: [Double]

    /// Reads a dense matrix and a target.
    ///
    /// - Throws: `BadFile`.
    init(x matrixPath: String, y targetPath: String, family: Family) throws {
        let matrix = try NpyArray<Double>(path: matrixPath, dimensions: 2)
        let (n, p) = (matrix.shape[0], matrix.shape[1])
        y = try Self.target(NpyArray(path: targetPath, dimensions: 1).values, of: targetPath, family)
        guard y.count == n else {
            throw BadFile(path: targetPath, reason: "it has \(y.count) values for \(n) rows")
        }
        x = .dense(DenseMatrix(sampleCount: n, featureCount: p, columnMajor: matrix.values))
    }

    /// Reads a matrix in compressed columns, as scipy keeps it, and a target.
    ///
    /// - Throws: `BadFile`.
    init(csc prefix: String, y targetPath: String, family: Family) throws {
        y = try Self.target(NpyArray(path: targetPath, dimensions: 1).values, of: targetPath, family)
        let columns = CompressedColumns(
            starts: try NpyArray(path: prefix + ".indptr.npy", dimensions: 1).values,
            rows: try NpyArray(path: prefix + ".indices.npy", dimensions: 1).values,
            values: try NpyArray(path: prefix + ".data.npy", dimensions: 1).values)
        x = .sparse(try columns.matrix(sampleCount: y.count, path: prefix))
    }

    /// Reads matrix and target from one svmlight file.
    ///
    /// - Throws: `BadFile`.
    init(svmlight path: String, family: Family) throws {
        let file = try SvmlightFile(path: path)
        y = try Self.target(file.y, of: path, family)
        x = .sparse(try file.columns.matrix(sampleCount: y.count, path: path))
    }

    private static func target(_ values: [Double], of path: String, _ family: Family) throws -> [Double] {
        guard let y = family.target(values) else {
            throw BadFile(path: path, reason: "its target is not \(family.range)")
        }
        return y
    }
}

/// A sparse matrix by columns: column j holds `values[k]` in row `rows[k]` for k in `starts[j] ..< starts[j + 1]`.
struct CompressedColumns: Equatable {
    let starts: [Int]
    let rows: [Int]
    let values: [Double]

    /// The matrix of so many rows.
    ///
    /// - Throws: `BadFile` with what the matrix says of itself.
    func matrix(sampleCount: Int, path: String) throws -> SparseMatrix {
        let narrow = rows.compactMap(Int32.init(exactly:))
        guard narrow.count == rows.count else { throw BadFile(path: path, reason: "a row number is too large") }
        do {
            return try SparseMatrix(
                sampleCount: sampleCount, featureCount: starts.count - 1, columnStarts: starts, rowIndices: narrow,
                values: values)
        } catch {
            throw BadFile(path: path, reason: "\(error)")
        }
    }
}
