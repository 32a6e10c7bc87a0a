import Testing

@testable import SparseGLM

struct CrossValidatePathTests {
    /// A problem and folds of it, each standardized by figures of its own.
    struct Setting: CustomTestStringConvertible, Sendable {
        var n: Int
        var p: Int
        var family = Family.gaussian
        var isWeighted = false
        var hasOffset = false
        var fitsIntercept = true
        var isTime = false

        var testDescription: String {
            "\(n) × \(p) \(family.rawValue)\(isWeighted ? " weighted" : "")\(hasOffset ? " offset" : "")"
                + "\(fitsIntercept ? "" : " no intercept")\(isTime ? " time" : "")"
        }

        var data: RandomProblem {
            RandomProblem(
                seed: 5, n: n, p: p, family: family, isWeighted: isWeighted, hasOffset: hasOffset,
                fitsIntercept: fitsIntercept)
        }

        /// Rows dealt in turn; with `isTime`, blocks of which each is predicted from those before it.
        var folds: [FoldProblem] {
            let count = 5
            return (isTime ? 1..<count : 0..<count).map { fold in
                let place = { (row: Int) in isTime ? row * count / n : row % count }
                let means = (0..<p).map { 0.1 * Double(fold) + 0.01 * Double($0) }
                let scales = (0..<p).map { 1 + 0.3 * Double(fold) + 0.1 * Double($0 % 3) }
                return FoldProblem(
                    training: (0..<n).filter { isTime ? place($0) < fold : place($0) != fold },
                    heldOut: (0..<n).filter { place($0) == fold }, means: means, scales: scales)
            }
        }

        static let all = [
            Setting(n: 120, p: 12), Setting(n: 120, p: 12, isWeighted: true, hasOffset: true),
            Setting(n: 120, p: 12, fitsIntercept: false), Setting(n: 120, p: 10, isTime: true),
            Setting(n: 40, p: 60), Setting(n: 60, p: 8, family: .binomial, isWeighted: true),
        ]

        func run(_ x: DenseMatrix, _ y: [Double], workers: Int = 1) throws -> [FoldPath] {
            let data = data
            return try crossValidatePath(
                x: x, y: y, family: family, sampleWeights: data.weights, offset: data.offset,
                fitsIntercept: fitsIntercept, folds: folds, penalty: PenaltyShape(), lambdas: [0.5, 0.2, 0.05, 0.01],
                settings: SolverSettings(tolerance: 1e-10, workers: workers))
        }
    }

    @Test(arguments: Setting.all)
    func `a fold's path and scores are those of its rows alone`(_ setting: Setting) throws {
        let data = setting.data
        let paths = try setting.run(data.matrix, data.y)
        #expect(paths.count == setting.folds.count)
        for (fold, path) in zip(setting.folds, paths) {
            let pick = { (values: [Double]?, rows: [Int]) in values.map { values in rows.map { values[$0] } } }
            let view = { (rows: [Int]) in
                StandardizedView(
                    data.matrix.keepingRows(rows), means: fold.means ?? [], scales: fold.scales ?? [])
            }
            let alone = RegressionProblem(
                x: view(fold.training), y: fold.training.map { data.y[$0] }, family: data.family,
                sampleWeights: pick(data.weights, fold.training), offset: pick(data.offset, fold.training),
                fitsIntercept: data.fitsIntercept)
            let expected = try solvePath(
                alone, penalty: PenaltyShape(), lambdas: path.solutions.map(\.lambda),
                settings: SolverSettings(solver: .coordinateDescent, tolerance: 1e-12))
            for (index, (found, other)) in zip(path.solutions, expected).enumerated() {
                #expect(found.certificate.converged)
                #expect(abs(found.certificate.objective - other.certificate.objective) < 1e-9)
                #expect(found.support == other.support)
                #expect(zip(found.values, other.values).allSatisfy { abs($0 - $1) < 1e-4 })
                #expect(abs(found.intercept - other.intercept) < 1e-4)
                #expect(abs(found.deviance - other.deviance) < 1e-5)
                let eta = linearPredictor(
                    view(fold.heldOut), solution: found, offset: pick(data.offset, fold.heldOut))
                let score = meanDeviance(
                    family: data.family, y: fold.heldOut.map { data.y[$0] }, eta: eta,
                    weights: pick(data.weights, fold.heldOut))
                #expect(abs(path.heldOutDeviance[index] - (score ?? .nan)) < 1e-11 * (1 + (score ?? 0)))
            }
        }
    }

    @Test(arguments: Setting.all)
    func `what is held out leaves no bit of a fold's path changed`(_ setting: Setting) throws {
        let data = setting.data
        let clean = try setting.run(data.matrix, data.y)
        for (index, fold) in setting.folds.enumerated() {
            var (columns, y) = (data.columns, data.y)
            for row in fold.heldOut {
                for j in columns.indices { columns[j][row] *= j % 2 == 0 ? 1e12 : -1e-12 }
                if setting.family == .gaussian { y[row] *= -1e3 }
            }
            let poisoned = try setting.run(DenseMatrix(columns: columns, sampleCount: y.count), y)
            #expect(poisoned[index].solutions == clean[index].solutions)
        }
    }

    @Test(arguments: Setting.all)
    func `the number of workers changes no bit`(_ setting: Setting) throws {
        let data = setting.data
        let one = try setting.run(data.matrix, data.y)
        #expect(try setting.run(data.matrix, data.y, workers: 2) == one)
        #expect(try setting.run(data.matrix, data.y, workers: 8) == one)
    }

    @Test func `a fold without held-out rows is a plain fit, beside others or alone`() throws {
        let data = RandomProblem(seed: 8, n: 90, p: 7, family: .gaussian)
        let all = FoldProblem(training: Array(0..<90), heldOut: [])
        let half = FoldProblem(training: Array(0..<45), heldOut: Array(45..<90))
        let both = try crossValidatePath(
            x: data.matrix, y: data.y, family: .gaussian, folds: [half, all], penalty: PenaltyShape(), lambdas: [0.1])
        let plain = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [0.1])
        #expect(both[1].heldOutDeviance.isEmpty)
        #expect(both[1].solutions[0].support == plain[0].support)
        #expect(abs(both[1].solutions[0].certificate.objective - plain[0].certificate.objective) < 1e-13)
    }

    @Test func `rows of weight zero count in no fold`() throws {
        let data = RandomProblem(seed: 9, n: 80, p: 6, family: .gaussian)
        let weights = (0..<80).map { $0 % 7 == 0 ? 0.0 : 1.0 }
        let kept = (0..<80).filter { weights[$0] > 0 }
        let fold = FoldProblem(training: Array(0..<60), heldOut: Array(60..<80))
        let found = try crossValidatePath(
            x: data.matrix, y: data.y, family: .gaussian, sampleWeights: weights, folds: [fold],
            penalty: PenaltyShape(), lambdas: [0.1, 0.01])
        let same = try crossValidatePath(
            x: data.matrix, y: data.y, family: .gaussian,
            folds: [FoldProblem(training: kept.filter { $0 < 60 }, heldOut: kept.filter { $0 >= 60 })],
            penalty: PenaltyShape(), lambdas: [0.1, 0.01])
        for (a, b) in zip(found[0].heldOutDeviance, same[0].heldOutDeviance) { #expect(abs(a - b) < 1e-12) }
    }

    @Test func `bad values are refused, with the fold's own fault first`() throws {
        let data = RandomProblem(seed: 9, n: 80, p: 6, family: .gaussian)
        let fold = FoldProblem(training: Array(0..<60), heldOut: Array(60..<80))
        func run(_ x: DenseMatrix, weights: [Double]? = nil, folds: [FoldProblem]) throws -> [FoldPath] {
            try crossValidatePath(
                x: x, y: data.y, family: .gaussian, sampleWeights: weights, folds: folds, penalty: PenaltyShape(),
                lambdas: [0.1])
        }
        var columns = data.columns
        columns[2][7] = .nan
        let broken = DenseMatrix(columns: columns, sampleCount: 80)
        #expect(throws: SolverError.nonFinite(what: "A value of column 2")) { try run(broken, folds: [fold]) }
        #expect(throws: SolverError.self) { try run(data.matrix, folds: [FoldProblem(training: [], heldOut: [1])]) }
        #expect(throws: SolverError.nonFinite(what: "A sample weight")) {
            try run(data.matrix, weights: [Double](repeating: .infinity, count: 80), folds: [fold])
        }
        #expect(throws: SolverError.self) {
            try run(data.matrix, weights: [Double](repeating: -1, count: 80), folds: [fold])
        }
    }
}
