import SparseGLM
import StageKit

/// The optimality conditions of the objective, written out by themselves.
/// ```
/// gⱼ = (1/n) Σᵢ xᵢⱼ (yᵢ − μᵢ)
/// wⱼ ≠ 0:  gⱼ = λ (r sign wⱼ + (1 − r) wⱼ)        wⱼ = 0:  |gⱼ| ≤ λ r        Σᵢ (yᵢ − μᵢ) = 0 with an intercept
/// ```
/// for each linear predictor by itself; of several classes y is 1 for the predictor's own class and 0 otherwise.
struct Optimality {
    let table: Table
    let l1Ratio: Double
    let lambda: Double
    let fitsIntercept: Bool

    init(_ table: Table, l1Ratio: Double, lambda: Double, fitsIntercept: Bool) {
        self.table = table
        self.l1Ratio = l1Ratio
        self.lambda = lambda
        self.fitsIntercept = fitsIntercept
    }

    /// The largest violation of any of the conditions.
    func violation(of model: Model) throws -> Double {
        let means = meanResponses(try model.linearPredictors(on: table), family: model.family)
        let y = table.target?.values ?? []
        return means.enumerated().reduce(0) { largest, mean in
            let own = model.family == .multinomial ? y.map { $0 == Double(mean.offset) ? 1 : 0 } : y
            return max(largest, violation(of: model, mean.offset, residual: zip(own, mean.element).map { $0 - $1 }))
        }
    }

    /// The largest violation of any of the conditions on one linear predictor.
    private func violation(of model: Model, _ k: Int, residual: [Double]) -> Double {
        let n = Double(table.rowCount)
        var largest = fitsIntercept ? abs(residual.reduce(0, +) / n) : abs(model.intercepts[k])
        for column in table.features {
            let x = column.numbers ?? []
            let gradient = zip(x, residual).reduce(0) { $0 + $1.0 * $1.1 } / n
            let w = model.features.firstIndex(of: column.name).map { model.coefficients[k][$0] } ?? 0
            let excess =
                w == 0
                ? max(0, abs(gradient) - lambda * l1Ratio)
                : abs(gradient - lambda * (l1Ratio * (w > 0 ? 1 : -1) + (1 - l1Ratio) * w))
            largest = max(largest, excess)
        }
        return largest
    }
}

extension Table {
    /// The table with a column of row weights.
    func weighted(_ weights: [Double]) -> Table {
        Table(
            columns: columns + [Column(name: "weight", role: .weight, values: .numeric(weights))], rowCount: rowCount,
            origins: origins)
    }

    /// The table with an additional column.
    func adding(_ column: Column) -> Table {
        Table(columns: columns + [column], rowCount: rowCount, origins: origins)
    }

    /// The table with absurd numbers in some rows.
    func poisoned(_ rows: [Int]) -> Table {
        Table(
            columns: columns.map { column in
                guard var numbers = column.numbers else { return column }
                for row in rows { numbers[row] = 1e6 * Double(row + 1) }
                return Column(
                    name: column.name, role: column.role, values: .numeric(numbers), source: column.source,
                    holdsCounts: column.holdsCounts)
            }, rowCount: rowCount, origins: origins)
    }
}
