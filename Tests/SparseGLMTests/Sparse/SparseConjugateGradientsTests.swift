import Testing

@testable import SparseGLM

struct SparseConjugateGradientsTests {
    /// A weighted squared loss on sparse columns, all of them in the working set.
    private struct Model {
        let lanes: SparseLanes
        let columns: SparseWorkingSet
        let count: Int

        init(fitsIntercept: Bool, penalty: PenaltyShape, lambda: Double, start: (Int) -> Double) throws {
            let (n, p) = (60, 12)
            count = p
            let base = RandomProblem(seed: 41, n: n, p: p, family: .gaussian, isWeighted: true)
            let x = base.columns.enumerated().map { j, column in
                column.enumerated().map { i, value in (i + j) % 3 == 0 ? value : 0 }
            }
            let problem = RegressionProblem(
                x: SparseMatrix(columns: x, sampleCount: n), y: base.y, family: .gaussian,
                sampleWeights: base.weights, fitsIntercept: fitsIntercept)
            let prepared = try PreparedProblem(problem)
            let unit = try ScaledPenalty(
                l1Share: penalty.l1Ratio, l2Share: 1 - penalty.l1Ratio, factors: penalty.factors,
                lowerBounds: penalty.lowerBounds, upperBounds: penalty.upperBounds, in: prepared.scaling)
            let model = SparseProblem(
                modelOf: prepared, weights: prepared.shares, residual: base.y, columns: Array(0..<p), penalty: unit)
            columns = SparseWorkingSet(model, reach: model.reach)
            columns.insert(Array(0..<p))
            lanes = SparseLanes(model, lanes: 1)
            lanes.take([lambda])
            lanes.resize(p)
            for e in 0..<p { lanes.set(e, lane: 0, start(e)) }
            lanes.refresh(columns)
        }

        var b: [Double] { (0..<count).map { lanes.value($0, lane: 0) } }

        /// The negative gradient of model and penalty, at residuals computed anew.
        func slopes(lambda: Double) -> [Double] {
            lanes.refresh(columns)
            let q = columns.gradients(of: count, u: lanes.u.base)
            return b.enumerated().map { e, b in
                let penalty = columns.penalties(e)
                return q[e] - lambda * penalty.l2 * b - (b > 0 ? 1 : -1) * lambda * penalty.l1
            }
        }
    }

    @Test(arguments: [true, false], [1, 0.6])
    func `the slopes of what is in use vanish, and the rest stays`(fitsIntercept: Bool, l1Ratio: Double) throws {
        // So little a penalty that no sign is in doubt.
        let lambda = 1e-9
        let start = try Model(fitsIntercept: fitsIntercept, penalty: PenaltyShape(), lambda: lambda) { _ in 0 }
        // The minimum of the columns that will be in use, by sweeps.
        let inUse = (0..<12).filter { $0 % 4 != 3 }.map(Int32.init)
        for _ in 0..<2_000 {
            var order = inUse
            _ = start.lanes.sweep(start.columns, order: &order, count: order.count, relaxation: 1)
        }
        let least = start.b
        #expect(inUse.allSatisfy { abs(least[Int($0)]) > 1e-6 })
        let model = try Model(fitsIntercept: fitsIntercept, penalty: PenaltyShape(l1Ratio: l1Ratio), lambda: lambda) {
            $0 % 4 == 3 ? 0 : least[$0] * 0.9
        }
        SparseConjugateGradients(model.lanes, model.columns).run(share: 0, least: 1e-13, limit: 100)
        let slopes = model.slopes(lambda: lambda)
        for e in 0..<12 {
            if e % 4 == 3 {
                #expect(model.b[e] == 0)
            } else {
                #expect(abs(slopes[e]) <= 1e-12)
                #expect(abs(model.b[e] - least[e]) <= 1e-6 * abs(least[e]))
            }
        }
    }

    @Test func `no coefficient passes zero or a bound, and the residuals follow`() throws {
        let upper = (0..<12).map { $0 % 2 == 0 ? 0.01 : Double.infinity }
        let model = try Model(
            fitsIntercept: true, penalty: PenaltyShape(upperBounds: upper), lambda: 0.05
        ) { $0 % 3 == 0 ? -1e-4 : 1e-4 }
        let before = model.b
        SparseConjugateGradients(model.lanes, model.columns).run(share: 1e-6, least: 0, limit: 100)
        #expect(model.b != before)
        for e in 0..<12 {
            #expect(model.b[e] * before[e] >= 0)
            #expect(model.b[e] <= model.columns.penalties(e).upper)
        }
        let kept = (0..<60).map { model.lanes.u[$0] }
        model.lanes.refresh(model.columns)
        for i in 0..<60 { #expect(abs(model.lanes.u[i] - kept[i]) <= 1e-13) }
    }

    @Test func `sweeps and conjugate gradients together reach the minimum`() throws {
        let lambda = 0.02
        let model = try Model(fitsIntercept: true, penalty: PenaltyShape(), lambda: lambda) { _ in 0 }
        try SparseModelDescent(model.lanes, model.columns).run(bound: 1e-14, shouldStop: { false })
        let slopes = model.slopes(lambda: 0)
        #expect(model.b.contains { $0 != 0 } && model.b.contains { $0 == 0 })
        for (e, b) in model.b.enumerated() {
            let allowed = lambda * model.columns.penalty(e)
            if b == 0 {
                #expect(abs(slopes[e]) <= allowed * (1 + 1e-9))
            } else {
                #expect(abs(slopes[e] - (b > 0 ? allowed : -allowed)) <= 1e-9 * allowed)
            }
        }
        #expect(throws: SolverError.cancelled) {
            try SparseModelDescent(model.lanes, model.columns).run(bound: 0, shouldStop: { true })
        }
    }

    @Test func `of columns that depend on each other one goes to zero where that costs less`() throws {
        // The third column is the sum of the others, at half the penalty of both: the minimum is in its favour, and on
        // the way there the loss stays about as it is.
        let rows = 30
        let first = (0..<rows).map { $0 % 2 == 0 ? Double($0 + 1) : 0 }
        let second = (0..<rows).map { $0 % 2 == 1 ? Double($0) : 0 }
        let sum = zip(first, second).map { $0 + $1 }
        let y = zip(first, second).map { $0 + 1.1 * $1 }
        let problem = RegressionProblem(
            x: SparseMatrix(columns: [first, second, sum], sampleCount: rows), y: y, family: .gaussian,
            fitsIntercept: false)
        let prepared = try PreparedProblem(problem)
        let unit = try ScaledPenalty(
            l1Share: 1, l2Share: 0, factors: nil, lowerBounds: nil, upperBounds: nil, in: prepared.scaling)
        let model = SparseProblem(
            modelOf: prepared, weights: prepared.shares, residual: y, columns: [0, 1, 2], penalty: unit)
        let columns = SparseWorkingSet(model, reach: model.reach)
        columns.insert([0, 1, 2])
        let lanes = SparseLanes(model, lanes: 1)
        lanes.take([1e-6])
        lanes.begin(at: zip([0.5, 0.6, 0.5], prepared.scales).map { $0 * $1 })
        lanes.refresh(columns)
        SparseConjugateGradients(lanes, columns).run(share: 1e-9, least: 0, limit: 100)
        let w = (0..<3).map { lanes.value($0, lane: 0) / prepared.scales[$0] }
        #expect(abs(w[0]) <= 1e-6)
        #expect(abs(w[1] - 0.1) <= 1e-6)
        #expect(abs(w[2] - 1) <= 1e-6)
    }
}
