import SparseGLM
import StageKit

/// The regression that selects: a table's rows under the options, before λ is known.
struct SelectionTask: Sendable {
    /// The options.
    let options: L1SelectOptions
    /// The rows.
    let rows: RegressionRows
    /// The family.
    let family: Family
    /// The penalty but for its strength.
    let penalty: PenaltyShape
    /// The data to be fitted.
    let problem: RegressionProblem<DenseMatrix>

    /// Takes a table.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - options: The options.
    /// - Throws: ``StageFailure`` where the table is not what the options need.
    init(_ table: Table, options: L1SelectOptions) throws(StageFailure) {
        let rows = try RegressionRows(table)
        guard !rows.names.isEmpty else {
            throw StageFailure(.data, code: "FS556", "The table has no feature column, expected at least one.")
        }
        self.options = options
        self.rows = rows
        family = try options.family(of: Target(name: table.target?.name ?? "", classes: rows.classes, values: rows.y))
        penalty = try options.penalty(for: table.features)
        problem = rows.problem(family, fitsIntercept: options.fitsIntercept)
    }

    /// The smallest λ at which no penalised feature is selected.
    func lambdaMax() throws -> Double {
        do throws(SolverError) {
            return try SparseGLM.lambdaMax(of: problem, penalty: penalty)
        } catch { throw error.asStageError(names: rows.names, at: options.location) }
    }

    /// Solves at every λ of a path; stops when the run is cancelled.
    ///
    /// - Parameter lambdas: Decreasing.
    func solve(_ lambdas: [Double]) throws -> [Solution] {
        do throws(SolverError) {
            return try solvePath(
                problem, penalty: penalty, lambdas: lambdas, settings: options.settings,
                shouldStop: { Task.isCancelled })
        } catch { throw error.asStageError(names: rows.names, at: options.location) }
    }
}
