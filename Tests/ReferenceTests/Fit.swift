import Foundation
import SparseGLM

/// A regression on standardized columns of some rows of a table.
struct Fit {
    let table: ReferenceTable
    let family: Family
    let problem: RegressionProblem<StandardizedView<DenseMatrix>>
    private let means: [Double]
    private let scales: [Double]
    private let columns: [[Double]]

    init(_ table: ReferenceTable, _ family: Family, rows: [Int]? = nil, columns places: [Int]? = nil) {
        self.table = table
        self.family = family
        columns = (places ?? Array(table.columns.indices)).map { table.columns[$0] }
        let rows = rows ?? Array(table.y.indices)
        let used = columns.map { column in rows.map { column[$0] } }
        let moments = used.map { columnMoments($0) }
        means = moments.map(\.mean)
        scales = moments.map { $0.isConstant ? 1 : $0.standardDeviation }
        let dense = DenseMatrix(columns: used, sampleCount: rows.count)
        problem = RegressionProblem(
            x: StandardizedView(dense, means: means, scales: scales), y: rows.map { table.y[$0] }, family: family,
            classCount: table.classCount)
    }

    /// The mean deviance of a solution on rows it was not fitted on.
    func heldOutDeviance(_ solution: Solution, rows: [Int]) -> Double {
        let dense = DenseMatrix(columns: columns.map { column in rows.map { column[$0] } }, sampleCount: rows.count)
        let etas = linearPredictors(StandardizedView(dense, means: means, scales: scales), solution: solution)
        return meanDeviance(family: family, y: rows.map { table.y[$0] }, etas: etas) ?? .nan
    }

    /// The objective by its definition, with the platform's own functions.
    func objective(_ solution: Solution, l1Ratio: Double) -> Double {
        var loss = 0.0
        for i in table.y.indices {
            let etas = zip(solution.intercepts, solution.coefficients).map { intercept, values in
                zip(solution.support, values).reduce(intercept) { eta, term in
                    eta + term.1 * (columns[term.0][i] - means[term.0]) / scales[term.0]
                }
            }
            let (y, eta) = (table.y[i], etas[0])
            switch family {
            case .gaussian: loss += (y - eta) * (y - eta) / 2
            case .binomial: loss += (eta > 0 ? eta + log1p(exp(-eta)) : log1p(exp(eta))) - y * eta
            case .multinomial:
                let largest = etas.max() ?? 0
                loss += largest + log(etas.reduce(0) { $0 + exp($1 - largest) }) - etas[Int(y)]
            case .poisson: loss += exp(eta) - y * eta
            }
        }
        let all = solution.coefficients.joined()
        let l1 = all.reduce(0) { $0 + abs($1) }
        let l2 = all.reduce(0) { $0 + $1 * $1 }
        return loss / Double(table.y.count) + solution.lambda * (l1Ratio * l1 + (1 - l1Ratio) / 2 * l2)
    }
}
