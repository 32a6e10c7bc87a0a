import Foundation
import Testing

@testable import SparseGLM

/// The solvers against answers computed elsewhere; the tolerances are those of README.md.
struct ReferenceTests {
    @Test func `the bundled sets are all found`() {
        let names = Set(ReferenceCase.all.map(\.name))
        #expect(names.isSuperset(of: ["diabetes", "breast_cancer", "hitters", "longley"]))
        #expect(ReferenceCase.unreadable == [])
    }

    @Test(arguments: ReferenceCase.all)
    func `means, deviations and the null model agree`(of reference: ReferenceCase) throws {
        let table = try reference.table()
        #expect(table.y.count == reference.variant.rows_used)
        #expect(table.droppedRows == reference.variant.rows_dropped)
        #expect(table.columns.count == reference.variant.predictors)
        for (j, column) in table.columns.enumerated() {
            let moments = columnMoments(column)
            if let mean = reference.variant.mean?[j], let sd = reference.variant.sd?[j] {
                // A mean near zero is known to the precision of its terms.
                #expect(abs(moments.mean - mean) <= 1e-10 * max(abs(mean), sd))
                #expect(abs(moments.standardDeviation - sd) <= 1e-10 * sd)
            }
        }
        let null = try nullModel(of: Fit(table, reference.family).problem)
        #expect(isClose(null.meanLoss, reference.variant.null_model.mean_loss, 1e-10))
        for (found, expected) in zip(null.intercepts, reference.variant.null_model.intercept) {
            #expect(abs(found - expected) <= 1e-10 * max(1, abs(expected)))
        }
    }

    @Test(arguments: ReferenceCase.all, ["1", "0.5"])
    func `the path agrees at the tightest tolerance`(of reference: ReferenceCase, l1Ratio: String) throws {
        guard let answer = reference.variant.l1_ratio[l1Ratio] else { return }
        let fit = Fit(try reference.table(), reference.family)
        let penalty = PenaltyShape(l1Ratio: try #require(Double(l1Ratio)))
        let largest = try lambdaMax(of: fit.problem, penalty: penalty)
        #expect(isClose(largest, answer.lambda_max, 1e-10))
        var points = [answer.at_lambda_max_div_10, answer.at_lambda_max_div_100]
        if let path = answer.path, let ratio = answer.path_ratio {
            for (lambda, point) in zip(lambdaGrid(lambdaMax: largest, count: path.count, minRatio: ratio), path) {
                #expect(isClose(lambda, point.lambda, 1e-10))
            }
            points += path.dropFirst()
        }
        points.sort { $0.lambda > $1.lambda }
        let lambdas = points.map(\.lambda)
        // The gap is relative to the null model: a strong signal needs a smaller one for the same digits.
        for (tolerance, excess) in [(1e-12, 1e-9), (1e-10, 1e-7)] {
            let solutions = try solvePath(
                fit.problem, penalty: penalty, lambdas: lambdas, settings: SolverSettings(tolerance: tolerance))
            for (solution, point) in zip(solutions, points) {
                compare(solution, point, fit, penalty, excess: excess, reference)
            }
        }
    }

    private func compare(
        _ solution: Solution, _ point: PointAnswer, _ fit: Fit, _ penalty: PenaltyShape, excess: Double,
        _ reference: ReferenceCase
    ) {
        #expect(solution.certificate.converged, "gap \(solution.certificate.dualityGap) at \(point.lambda)")
        let objective = fit.objective(solution, l1Ratio: penalty.l1Ratio)
        #expect(isClose(objective, solution.certificate.objective, 1e-12))
        let difference = (objective - point.objective) / max(abs(point.objective), 1e-3)
        #expect(difference > -1e-10 && difference < excess, "objective off by \(difference) at \(point.lambda)")
        guard excess < 1e-8, !reference.hasFreeCoefficients, let coefficients = point.coef_std else { return }
        let expected = coefficients.values(reference.classes, missing: [:])
        let largest = expected.flatMap(\.values).reduce(0) { max($0, abs($1)) }
        let free = Set(point.not_unique_features ?? [])
        for (k, expected) in expected.enumerated() {
            let found = solution.coefficients(ofClass: k, featureCount: fit.table.names.count)
            for (name, w) in zip(fit.table.names, found) where !free.contains(name) {
                let limit = reference.coefficientTolerance * largest
                #expect(abs(w - expected[name, default: 0]) <= limit, "\(name) in class \(k) at \(point.lambda)")
            }
        }
        if let margin = point.support_margin, margin > 1e-4, free.isEmpty {
            let selected = Set(solution.support.map { fit.table.names[$0] })
            #expect(selected == Set(expected.flatMap(\.keys)), "selected set at \(point.lambda)")
        }
    }

    @Test(arguments: ReferenceCase.all, ["1", "0.5"])
    func `the cross-validation curve agrees`(of reference: ReferenceCase, l1Ratio: String) throws {
        let ratio = reference.variant.l1_ratio[l1Ratio]
        guard let answer = ratio?.cv, let path = ratio?.path else { return }
        let table = try reference.table()
        let penalty = PenaltyShape(l1Ratio: try #require(Double(l1Ratio)))
        let lambdas = path.map(\.lambda)
        let tolerance = [.binomial, .multinomial].contains(reference.family) ? 1e-4 : 1e-5
        // The deviance of held-out rows is as far off as the root of the gap.
        let gap = reference.family == .poisson || reference.family == .multinomial ? 1e-12 : 1e-10
        var scores: [[Double]] = []
        for fold in 0..<answer.folds {
            let fit = Fit(table, reference.family, rows: table.y.indices.filter { $0 % answer.folds != fold })
            let held = table.y.indices.filter { $0 % answer.folds == fold }
            #expect(held.count == answer.fold_sizes[fold])
            let solutions = try solvePath(
                fit.problem, penalty: penalty, lambdas: lambdas, settings: SolverSettings(tolerance: gap))
            scores.append(solutions.map { fit.heldOutDeviance($0, rows: held) })
        }
        for (found, expected) in zip(scores.joined(), answer.fold_error.joined()) {
            #expect(isClose(found, expected, tolerance))
        }
        let curve = CrossValidationCurve(
            lambdas: lambdas, foldScores: scores, foldWeights: answer.fold_sizes.map(Double.init))
        for k in lambdas.indices {
            #expect(isClose(curve.mean[k], answer.cvm[k], tolerance))
            #expect(isClose(curve.standardError[k], answer.cvsd[k], tolerance))
        }
        try compareChoice(curve, answer)
    }

    private func compareChoice(_ curve: CrossValidationCurve, _ answer: CrossValidationAnswer) throws {
        let minimum = try #require(curve.chosenIndex(.minimum))
        let oneError = try #require(curve.chosenIndex(.oneStandardError))
        #expect(minimum == answer.index_min || isClose(answer.cvm[minimum], answer.cvm[answer.index_min], 1e-5))
        let bound = answer.cvm[answer.index_min] + answer.cvsd[answer.index_min]
        #expect(oneError == answer.index_1se || isClose(answer.cvm[min(oneError, answer.index_1se)], bound, 1e-5))
    }

    @Test(arguments: ReferenceCase.all)
    func `ridge, least squares and maximum likelihood refits agree`(of reference: ReferenceCase) throws {
        let table = try reference.table()
        for (_, refit) in (reference.variant.refit ?? [:]).sorted(by: { $0.key < $1.key }) {
            let places = refit.selected.compactMap { name in table.names.firstIndex(of: name) }
            #expect(places.count == refit.selected.count)
            let fit = Fit(table, reference.family, columns: places)
            for (lambda, expected) in [
                (0.1, refit.light), (1, refit.heavy), (0, refit.leastSquares), (0, refit.maximumLikelihood),
            ] {
                guard let expected else { continue }
                let solution = try #require(
                    try solveRidge(fit.problem, lambdas: [lambda], settings: SolverSettings(tolerance: 1e-12)).first)
                #expect(solution.certificate.converged)
                let tolerance = reference.name == "longley" && lambda == 0 ? 1e-7 : 1e-9
                let coefficients = expected.coef_std?.values(reference.classes, missing: [:]) ?? []
                let largest = coefficients.flatMap(\.values).reduce(0) { max($0, abs($1)) }
                #expect(isClose(solution.certificate.objective, expected.objective, tolerance))
                let intercepts = expected.intercept_std.values(reference.classes, missing: 0)
                for (found, value) in zip(solution.intercepts, intercepts) {
                    #expect(abs(found - value) <= tolerance * max(1, abs(value)))
                }
                for (k, values) in coefficients.enumerated() {
                    for (name, w) in zip(refit.selected, solution.coefficients(ofClass: k, featureCount: places.count))
                    {
                        let value = values[name, default: 0]
                        #expect(abs(w - value) <= tolerance * largest, "\(name), class \(k), lambda \(lambda)")
                    }
                }
            }
        }
    }
}

private func isClose(_ found: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(found - expected) <= tolerance * max(abs(expected), 1e-300)
}
