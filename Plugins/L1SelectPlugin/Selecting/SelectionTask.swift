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
    let problem: RegressionProblem<TableMatrix>

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
        let column = table.columns(.target).first
        family = try options.family(
            of: Target(
                name: column?.name ?? "", classes: rows.classes, values: rows.y, isCount: column?.holdsCounts ?? false))
        penalty = try options.penalty(for: table.features)
        if family == .multinomial { try options.checkSeveralPredictors(table, penalty) }
        problem = rows.problem(family, fitsIntercept: options.fitsIntercept)
    }

    /// The smallest λ at which no penalised feature is selected.
    func lambdaMax() throws -> Double {
        do throws(SolverError) {
            return try SparseGLM.lambdaMax(of: problem, penalty: penalty)
        } catch { throw failure(error) }
    }

    /// Solves at every λ of a path.
    ///
    /// - Parameters:
    ///   - lambdas: Decreasing.
    ///   - workers: How many threads may work on it.
    ///   - shouldStop: Asked now and then, from any thread.
    func solve(
        _ lambdas: [Double], workers: Int = 1, shouldStop: @escaping @Sendable () -> Bool
    ) throws -> [Solution] {
        do throws(SolverError) {
            return try solvePath(
                problem, penalty: penalty, lambdas: lambdas, settings: settings(workers), shouldStop: shouldStop)
        } catch { throw failure(error) }
    }

    /// Solves at every λ of a path in each of several folds of these rows.
    ///
    /// - Parameters:
    ///   - lambdas: Decreasing.
    ///   - folds: Folds over the stored numbers of these rows.
    ///   - workers: How many threads may work on them.
    ///   - shouldStop: Asked now and then, from any thread.
    func solve(
        _ lambdas: [Double], folds: [FoldProblem], workers: Int, shouldStop: @escaping @Sendable () -> Bool
    ) throws -> [FoldPath] {
        do throws(SolverError) {
            return try crossValidatePath(
                x: rows.x.base, y: rows.y, family: family, sampleWeights: rows.weights, offset: rows.offset,
                fitsIntercept: options.fitsIntercept, folds: folds, penalty: penalty, lambdas: lambdas,
                classCount: rows.classes?.count, settings: settings(workers), shouldStop: shouldStop)
        } catch { throw failure(error) }
    }

    /// What the solver refuses, as the stage says it.
    func failure(_ error: SolverError) -> any Error {
        error.asStageError(names: rows.names, classes: rows.classes, at: options.location)
    }

    private func settings(_ workers: Int) -> SolverSettings {
        var settings = options.settings
        settings.workers = workers
        return settings
    }
}
