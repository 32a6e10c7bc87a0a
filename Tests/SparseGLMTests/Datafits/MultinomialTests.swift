import Testing

@testable import SparseGLM

struct MultinomialTests {
    private let settings = SolverSettings(tolerance: 1e-12)
    private let data = RandomProblem(seed: 91, n: 60, p: 5, family: .multinomial)

    private func problem(
        y: [Double]? = nil, offset: [Double]? = nil, classCount: Int? = nil, fitsIntercept: Bool = true
    ) -> RegressionProblem<DenseMatrix> {
        RegressionProblem(
            x: data.matrix, y: y ?? data.y, family: .multinomial, offset: offset, fitsIntercept: fitsIntercept,
            classCount: classCount)
    }

    @Test func `the null model's intercepts are centred log shares`() throws {
        let shares = (0..<3).map { k in Double(data.y.count { $0 == Double(k) }) / 60 }
        let logs = shares.map(portableLog)
        let null = try nullModel(of: problem())
        for k in 0..<3 { #expect(abs(null.intercepts[k] - (logs[k] - logs.reduce(0, +) / 3)) < 1e-13) }
        #expect(abs(null.meanLoss + zip(shares, logs).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-13)
    }

    @Test(arguments: [true, false])
    func `two classes are a logistic regression`(fitsIntercept: Bool) throws {
        let y = data.y.map { $0 == 2 ? 1.0 : 0 }
        let two = problem(y: y, fitsIntercept: fitsIntercept)
        let one = RegressionProblem(x: data.matrix, y: y, family: .binomial, fitsIntercept: fitsIntercept)
        let largest = try lambdaMax(of: one, penalty: PenaltyShape())
        #expect(abs(try lambdaMax(of: two, penalty: PenaltyShape()) / largest - 1) < 1e-12)
        for lambda in [0.5 * largest, 0.02 * largest] {
            // |w₁| + |w₀| with w₁ − w₀ = w is at least |w|: the same L1 penalty.
            let a = try solvePath(two, penalty: PenaltyShape(), lambdas: [lambda], settings: settings)[0]
            let b = try solvePath(one, penalty: PenaltyShape(), lambdas: [lambda], settings: settings)[0]
            #expect(a.certificate.converged && b.certificate.converged)
            #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-11)
            let eta = linearPredictor(data.matrix, solution: b)
            let etas = linearPredictors(data.matrix, solution: a)
            for i in eta.indices { #expect(abs(etas[1][i] - etas[0][i] - eta[i]) < 1e-4) }
            // w₁² + w₀² is least at ±w/2: half the L2 penalty.
            let c = try solveRidge(two, lambdas: [lambda], settings: settings)[0]
            let d = try solveRidge(one, lambdas: [lambda / 2], settings: settings)[0]
            for (v, w) in zip(c.coefficients[1], d.values) { #expect(abs(v - w / 2) < 1e-9) }
        }
    }

    @Test func `the names of classes do not matter`() throws {
        let order = [2.0, 0, 1]
        let lambda = 0.05 * (try lambdaMax(of: problem(), penalty: PenaltyShape()))
        let a = try solvePath(problem(), penalty: PenaltyShape(), lambdas: [lambda], settings: settings)[0]
        let b = try solvePath(
            problem(y: data.y.map { order[Int($0)] }), penalty: PenaltyShape(), lambdas: [lambda], settings: settings)[
                0]
        #expect(a.support == b.support)
        for k in 0..<3 {
            #expect(abs(a.intercepts[k] - b.intercepts[Int(order[k])]) < 1e-5)
            for (v, w) in zip(a.coefficients[k], b.coefficients[Int(order[k])]) { #expect(abs(v - w) < 1e-5) }
        }
        #expect(abs(a.intercepts.reduce(0, +)) < 1e-13)
    }

    @Test func `what nothing holds is centred over the classes`() throws {
        let free = try solveRidge(problem(), lambdas: [0], settings: settings)[0]
        #expect(free.certificate.converged)
        #expect(free.support.count == 5)
        for e in 0..<5 { #expect(abs(free.coefficients.reduce(0) { $0 + $1[e] }) < 1e-12) }
        let mean = meanResponses(linearPredictors(data.matrix, solution: free), family: .multinomial)
        for k in 0..<3 {
            for j in 0..<5 {
                let q = (0..<60).reduce(0.0) {
                    $0 + data.columns[j][$1] * ((data.y[$1] == Double(k) ? 1 : 0) - mean[k][$1]) / 60
                }
                #expect(abs(q) < 1e-9)
            }
        }
    }

    @Test func `classes that a column separates have no finite maximum of the likelihood`() {
        let x = DenseMatrix(columns: [[-3, -2, -1, 1, 2, 3]], sampleCount: 6)
        let problem = RegressionProblem(x: x, y: [0, 0, 1, 1, 2, 2], family: .multinomial)
        #expect(throws: SolverError.separated(sampleCount: 6)) { try solveRidge(problem, lambdas: [0]) }
    }

    @Test func `more classes than one call of a kernel takes`() throws {
        let n = 90
        let y = (0..<n).map { Double($0 % 30) }
        let random = KeyedRandom(seed: 5, stream: "classes")
        let columns = (0..<4).map { j in
            (0..<n).map { random.unit(at: UInt64(n * j + $0)) + (y[$0] == Double(j) ? 0.5 : 0) }
        }
        let problem = RegressionProblem(
            x: DenseMatrix(columns: columns, sampleCount: n), y: y, family: .multinomial)
        let largest = try lambdaMax(of: problem, penalty: PenaltyShape())
        let solutions = try solvePath(
            problem, penalty: PenaltyShape(), lambdas: [0.5 * largest, 0.1 * largest], settings: settings)
        #expect(solutions.allSatisfy { $0.certificate.converged && $0.predictorCount == 30 })
    }

    @Test func `targets and offsets that make no classes are refused`() {
        func text(_ problem: RegressionProblem<DenseMatrix>) -> String? {
            do throws(SolverError) {
                _ = try lambdaMax(of: problem, penalty: PenaltyShape())
                return nil
            } catch { return error.description }
        }
        #expect(
            text(problem(y: [1.5] + data.y.dropFirst()))
                == "A value of the multinomial target is 1.5; it must be a whole number from 0 to 2.")
        #expect(
            text(problem(classCount: 4))
                == "Class 3 of the multinomial target's 4, counted from 0, has none of the 60 rows; each class needs one."
        )
        #expect(
            text(problem(y: data.y.map { _ in 0 })) == "The multinomial target has 1 class; at least two are needed.")
        #expect(
            text(problem(offset: data.y))
                == "There is an offset; added to every class's predictor it would change nothing.")
    }
}
