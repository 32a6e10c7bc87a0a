import SparseGLM
import StageKit

/// A ridge regression on given features of a table.
///
/// ```
/// minimise over w, b   (1/n) Σᵢ vᵢ loss(yᵢ, xᵢᵀw + b) + λ/2 ‖w‖²
/// ```
struct RefitTask: Sendable {
    /// The rows.
    let rows: RegressionRows
    /// The family of the selection.
    let family: Family
    /// Whether there is a constant term, as in the selection.
    let fitsIntercept: Bool
    /// The stage's options.
    let options: L2RefitOptions

    /// The bound on the relative duality gap that is aimed at; Newton's method reaches it in a step more.
    static let tolerance = 1e-10
    /// The relative duality gap beyond which a fit fails.
    static let acceptedGap = 1e-7

    /// Takes a table's target and the given features.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - features: The features, in this order.
    ///   - selection: Gives the family and says whether there is a constant term.
    ///   - options: The stage's options.
    ///   - storage: How the matrix is stored; a few selected features are solved fastest as dense ones.
    /// - Throws: ``StageFailure`` FS572 where the target does not fit the family, and as ``RegressionRows``.
    init(
        _ table: Table, features: [String], selection: Selection, options: L2RefitOptions,
        storage: MatrixStorage = .dense
    ) throws(StageFailure) {
        rows = try RegressionRows(table, features: features, storage: storage)
        family = selection.family
        fitsIntercept = selection.fitsIntercept
        self.options = options
        let fits =
            switch family {
            case .gaussian, .poisson: rows.classes == nil
            case .binomial: rows.classes?.count == 2
            case .multinomial: (rows.classes?.count ?? 0) >= 2
            }
        if !fits {
            throw StageFailure(
                .data, code: "FS572",
                "The selection is of the \(family.rawValue) family, but the target "
                    + (rows.classes.map { "has \($0.count) classes" } ?? "holds numbers") + ".",
                at: options.location)
        }
    }

    /// The data to be fitted.
    var problem: RegressionProblem<TableMatrix> { rows.problem(family, fitsIntercept: fitsIntercept) }

    /// Solves at given strengths; stops when the run is cancelled.
    ///
    /// - Parameters:
    ///   - lambdas: Decreasing, at least 0.
    ///   - maxIterations: The most Newton steps per strength; the solver's own bound where it is `nil`.
    /// - Throws: ``StageFailure`` FS571 where an unpenalised fit does not exist, FS575 where a fit missed its tolerance.
    func solve(_ lambdas: [Double], maxIterations: Int? = nil) throws -> [Solution] {
        let solutions: [Solution]
        do throws(SolverError) {
            solutions = try solveRidge(
                problem, lambdas: lambdas, settings: settings(maxIterations), shouldStop: { Task.isCancelled })
        } catch { throw failure(error) }
        return try checked(solutions)
    }

    /// Solves at given strengths in one fold of these rows, and scores what it holds out.
    ///
    /// - Parameters:
    ///   - lambdas: Decreasing, above 0.
    ///   - fold: A fold over the stored numbers of these rows.
    /// - Throws: ``StageFailure`` FS575 where a fit missed its tolerance.
    func solve(_ lambdas: [Double], fold: FoldProblem) throws -> FoldPath {
        let paths: [FoldPath]
        do throws(SolverError) {
            paths = try crossValidateRidge(
                x: rows.x.base, y: rows.y, family: family, sampleWeights: rows.weights, offset: rows.offset,
                fitsIntercept: fitsIntercept, folds: [fold], lambdas: lambdas, classCount: rows.classes?.count,
                settings: settings(nil), shouldStop: { Task.isCancelled })
        } catch { throw failure(error) }
        _ = try checked(paths[0].solutions)
        return paths[0]
    }

    private func settings(_ maxIterations: Int?) -> SolverSettings {
        SolverSettings(tolerance: Self.tolerance, maxIterations: maxIterations)
    }

    private func checked(_ solutions: [Solution]) throws -> [Solution] {
        if let missed = solutions.first(where: { $0.certificate.dualityGap > Self.acceptedGap }) {
            throw StageFailure(
                .stage, code: "FS575",
                "The refit at lambda \(shortest(missed.lambda)) reached a relative duality gap of "
                    + "\(shortest(missed.certificate.dualityGap)) in \(missed.certificate.iterations) iterations, "
                    + "expected at most \(shortest(Self.acceptedGap)).",
                at: options.lambdaLocation)
        }
        return solutions
    }

    /// What features can separate: then some probability or mean wants to be 0.
    private var separatedRows: String { family == .poisson ? "rows of count 0 from others" : "the classes" }

    private func failure(_ error: SolverError) -> any Error {
        switch error {
        case .rankDeficient(let column, _, let count):
            StageFailure(
                .stage, code: "FS571",
                "The unpenalised refit does not exist: feature '\(rows.names[column])' is a linear combination of "
                    + "the others on \(count) rows; a lambda above 0 makes it unique.",
                at: options.lambdaLocation)
        case .separated(let count):
            StageFailure(
                .stage, code: "FS571",
                "The unpenalised refit does not exist: the features separate \(separatedRows) on all \(count) rows, so "
                    + "that coefficients grow without bound; a lambda above 0 keeps them finite.",
                at: options.lambdaLocation)
        default: error.asStageError(names: rows.names, classes: rows.classes, at: options.location)
        }
    }
}
