@testable import SparseGLM

/// Groups of columns with XᵀX/n the identity, those of a Hadamard matrix of 8 rows, where all has a closed form.
/// ```
/// w_g = (1 − λ√p_g/‖z_g‖)₊ z_g,     z = Xᵀy/n
/// ```
struct OrthonormalGroups {
    let groups = [[0, 1, 2], [3, 4], [5]]
    let columns: [[Double]] = (0..<6).map { j in
        (0..<8).map { i in (i & j).nonzeroBitCount.isMultiple(of: 2) ? 1 : -1 }
    }
    let y = [3.0, -1, 2, 0.5, -2, 1, 4, -0.25]

    var problem: RegressionProblem<DenseMatrix> {
        RegressionProblem(
            x: DenseMatrix(columns: columns, sampleCount: 8), y: y, family: .gaussian, fitsIntercept: false)
    }

    var penalty: PenaltyShape { PenaltyShape(groups: groups.map { ColumnGroup(columns: $0) }) }

    var z: [Double] { columns.map { column in zip(column, y).reduce(0) { $0 + $1.0 * $1.1 } / 8 } }

    /// √p_g and ‖z_g‖ of each group.
    var sizes: [(root: Double, length: Double)] {
        let z = z
        return groups.map { group in
            (Double(group.count).squareRoot(), group.reduce(0) { $0 + z[$1] * z[$1] }.squareRoot())
        }
    }
}
