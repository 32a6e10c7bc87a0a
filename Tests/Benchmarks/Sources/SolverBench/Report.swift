import Foundation

/// The line that is printed for one measurement.
struct Report: Encodable {
    /// The least and the median wall seconds of the repetitions, reading excluded.
    let secondsMin: Double
    let secondsMedian: Double
    /// The least CPU seconds of the repetitions, all threads together.
    let cpuSeconds: Double
    let repetitions: Int
    let threads: Int
    let lambdaMax: Double
    let lambdaCount: Int
    /// The solver's own largest relative duality gap over the lambdas.
    let largestGap: Double
    let iterations: Int
    /// Non-zero coefficients at the smallest lambda, of all classes together.
    let nonZeroCount: Int
    let crossValidation: CrossValidation?

    /// What cross-validation chose by the smallest mean deviance.
    struct CrossValidation: Encodable {
        let folds: Int
        let lambda: Double
        let nonZeroCount: Int
        let meanDeviance: Double
    }

    /// The times need not be in order.
    init(times: [(wall: Double, cpu: Double)], result: SolveResult, lambdas: [Double]) {
        let walls = times.map(\.wall).sorted()
        secondsMin = walls[0]
        secondsMedian = (walls[(walls.count - 1) / 2] + walls[walls.count / 2]) / 2
        cpuSeconds = times.map(\.cpu).reduce(.infinity, min)
        repetitions = times.count
        threads = result.threads
        lambdaMax = lambdas[0]
        lambdaCount = lambdas.count
        largestGap = result.largestGap
        iterations = result.iterations
        func nonZeros(_ index: Int) -> Int { result.coefficients[index].reduce(0) { $0 + $1.nonZeroCount } }
        nonZeroCount = nonZeros(lambdas.count - 1)
        crossValidation = result.choice.map {
            CrossValidation(
                folds: $0.folds, lambda: lambdas[$0.index], nonZeroCount: nonZeros($0.index),
                meanDeviance: $0.meanDeviance)
        }
    }

    /// One line of JSON, its keys in alphabetical order.
    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
