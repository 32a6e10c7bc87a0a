import Foundation
import Testing

@testable import SparseGLM

/// Published answers: NIST's certified least squares, and every knot of the lasso path.
struct TextbookTests {
    private struct Certified: Decodable {
        struct LeastSquares: Decodable {
            var names: [String]
            var certified: [Double]
        }
        var nist_certified_ols: LeastSquares
    }

    private struct Knots: Decodable {
        struct Path: Decodable {
            var knots: [Double]
            var moves: [String]
            var coef_std_at_knots: [[Double]]
        }
        var lars_lasso_path: Path
    }

    private func fixture(_ name: String) throws -> URL {
        try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil)).appendingPathComponent(name)
    }

    @Test func `the certified coefficients of the Longley data come from the raw columns`() throws {
        let answer = try JSONDecoder().decode(Certified.self, from: Data(contentsOf: fixture("longley.json")))
        let table = try ReferenceTable(fixture("longley.csv"), positiveClass: nil, everyLevel: false)
        let x = DenseMatrix(columns: table.columns, sampleCount: table.y.count)
        let problem = RegressionProblem(x: x, y: table.y, family: .gaussian)
        let solution = try #require(
            try solveRidge(problem, lambdas: [0], settings: SolverSettings(tolerance: 1e-12)).first)
        #expect(solution.certificate.converged)
        let expected = answer.nist_certified_ols
        #expect(abs(solution.intercept / expected.certified[0] - 1) < 1e-7)
        let found = solution.coefficients(featureCount: table.names.count)
        for (name, value) in zip(expected.names, expected.certified).dropFirst() {
            let j = try #require(table.names.firstIndex { $0.caseInsensitiveCompare(name) == .orderedSame })
            #expect(abs(found[j] / value - 1) < 1e-7, "\(name)")
        }
    }

    @Test func `every knot of the diabetes path has its coefficients and its move`() throws {
        let path = try JSONDecoder().decode(Knots.self, from: Data(contentsOf: fixture("diabetes.json")))
            .lars_lasso_path
        let table = try ReferenceTable(fixture("diabetes.csv"), positiveClass: nil, everyLevel: false)
        let fit = Fit(table, .gaussian)
        let settings = SolverSettings(tolerance: 1e-12)
        let lambdas = path.knots.filter { $0 > 0 }
        let solutions = try solvePath(fit.problem, penalty: PenaltyShape(), lambdas: lambdas, settings: settings)
        for (k, solution) in solutions.enumerated() {
            let found = solution.coefficients(featureCount: table.names.count)
            let largest = path.coef_std_at_knots[k].reduce(0) { max($0, abs($1)) }
            for (w, expected) in zip(found, path.coef_std_at_knots[k]) {
                #expect(abs(w - expected) <= 1e-5 * max(largest, 1), "knot \(k)")
            }
        }
        // Just after each knot the support has made its move.
        var selected = Set<String>()
        let after = try solvePath(
            fit.problem, penalty: PenaltyShape(), lambdas: lambdas.map { $0 * (1 - 1e-3) }, settings: settings)
        for (k, solution) in after.enumerated() {
            let name = String(path.moves[k].dropFirst())
            if path.moves[k].hasPrefix("+") { selected.insert(name) } else { selected.remove(name) }
            #expect(Set(solution.support.map { table.names[$0] }) == selected, "after knot \(k)")
        }
    }
}
