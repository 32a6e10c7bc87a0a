import Foundation
import Testing

/// The oracle against closed forms and its own dual, before it judges anything.
struct OracleTests {
    static let families: [OracleFamily] = [.gaussian, .binomial, .poisson, .multinomial(classes: 3)]

    /// Columns with xᵀx/n = 1 that are orthogonal to each other and to the constant.
    private static let orthogonal: [[Double]] = [
        [1, 1, 1, 1, -1, -1, -1, -1], [1, 1, -1, -1, 1, 1, -1, -1], [1, -1, 1, -1, 1, -1, 1, -1],
    ]

    private func answer(
        _ penalty: OraclePenalty, z: [Double] = [2, -1, 0.5]
    ) -> OracleAnswer {
        let y = (0..<8).map { i in 7 + (0..<3).reduce(0) { $0 + z[$1] * Self.orthogonal[$1][i] } }
        return OracleSolver.solve(
            OracleProblem(
                columns: Self.orthogonal, y: y, family: .gaussian, weights: nil, offset: nil, fitsIntercept: true),
            penalty)
    }

    private func isNear(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-5) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
    }

    private let open = OraclePenalty(
        l1: [0, 0, 0], l2: [0, 0, 0], lower: [-.infinity, -.infinity, -.infinity],
        upper: [.infinity, .infinity, .infinity])

    @Test func `orthogonal columns are soft-thresholded, shrunk and held by bounds`() {
        var penalty = open
        #expect(isNear(answer(penalty).coefficients, [2, -1, 0.5]))
        penalty.l1 = [0.75, 0.75, 0.75]
        #expect(isNear(answer(penalty).coefficients, [1.25, -0.25, 0]))
        penalty.l2 = [1, 1, 1]
        #expect(isNear(answer(penalty).coefficients, [0.625, -0.125, 0]))
        penalty.upper = [0.5, 0, 1]
        penalty.lower = [0, -0.1, 0]
        let held = answer(penalty)
        #expect(isNear(held.coefficients, [0.5, -0.1, 0]))
        #expect(isNear(held.intercepts, [7]))
        #expect(held.relativeGap < 1e-10)
        penalty.l1[0] = .infinity
        #expect(answer(penalty).coefficients[0] == 0)
    }

    @Test func `an orthogonal group is shrunk along its own direction`() {
        var penalty = open
        penalty.groups = [.init(members: [0, 1], strength: 0.5), .init(members: [2], strength: 0.6)]
        let factor = 1 - 0.5 / 5.0.squareRoot()
        let grouped = answer(penalty)
        #expect(isNear(grouped.coefficients, [2 * factor, -factor, 0]))
        #expect(grouped.relativeGap < 1e-10)
        // With an L1 part the threshold comes first.
        penalty.l1 = [0.5, 0.5, 0.5]
        let rest = (1.5 * 1.5 + 0.5 * 0.5).squareRoot()
        let sparse = answer(penalty)
        #expect(isNear(sparse.coefficients, [1.5 * (1 - 0.5 / rest), -0.5 * (1 - 0.5 / rest), 0]))
        #expect(sparse.relativeGap < 1e-10)
    }

    @Test(arguments: families)
    func `gradient, curvature and conjugate belong to the loss`(family: OracleFamily) {
        let count = family.predictorCount
        for y in family == .gaussian ? [-1.3, 0, 2.5] : family == .poisson ? [0, 1, 7] : [0, 1] {
            let eta = [0.7, -1.1, 0.2].prefix(count).map { $0 }
            let gradient = family.gradient(y, eta)
            let curvature = family.curvature(eta)
            let h = 1e-5
            for k in 0..<count {
                var (up, down) = (eta, eta)
                up[k] += h
                down[k] -= h
                #expect(abs((family.loss(y, up) - family.loss(y, down)) / (2 * h) - gradient[k]) < 1e-8)
                for l in 0..<count {
                    let slope = (family.gradient(y, up)[l] - family.gradient(y, down)[l]) / (2 * h)
                    #expect(abs(slope - curvature[k * count + l]) < 1e-8)
                }
            }
            // Fenchel and Young: f(η) + f*(f′) = η f′, and no other θ does better.
            let product = zip(eta, gradient).reduce(0) { $0 + $1.0 * $1.1 }
            let dual = family.dual(y, gradient.map { -$0 })
            #expect(abs(family.loss(y, eta) - dual - product) < 1e-14)
            let other = family.dual(y, gradient.map { -0.9 * $0 })
            #expect(family.loss(y, eta) - other >= 0.9 * product)
        }
    }

    @Test(arguments: families)
    func `random problems are solved to a gap of 1e-10, by its own dual`(family: OracleFamily) {
        for seed in 0..<6 {
            let drawn = RegressionCase.random(
                seed: 1_000 + seed, family: family, limits: .init(rows: 4...12, columns: 1...12))
            let largest = drawn.oracleLambdaMax()
            guard largest > 0 else { continue }
            for ratio in [0.5, 0.01] {
                var penalty = drawn.oraclePenalty(lambda: ratio * largest)
                if seed % 2 == 1 && drawn.lower == nil {
                    // Groups of three, on top of the L1 part.
                    let p = drawn.featureCount
                    penalty.groups = stride(from: 0, to: p, by: 3).map { first in
                        .init(members: Array(first..<min(first + 3, p)), strength: ratio * largest)
                    }
                    let used = penalty.l2.firstIndex { $0.isFinite && $0 > 0 }
                    penalty.l2 = penalty.l2.map { _ in used.map { penalty.l2[$0] } ?? 0 }
                }
                let answer = OracleSolver.solve(drawn.oracleProblem, penalty)
                #expect(answer.relativeGap > -1e-13 && answer.relativeGap < 1e-10, "seed \(seed), ratio \(ratio)")
            }
        }
    }
}
