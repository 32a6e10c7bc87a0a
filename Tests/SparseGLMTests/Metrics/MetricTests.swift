import Testing

@testable import SparseGLM

struct MetricTests {
    private func gaussian(_ metric: Metric, _ y: [Double], _ eta: [Double], _ weights: [Double]? = nil) -> Double? {
        metric.value(family: .gaussian, y: y, eta: eta, weights: weights).value
    }

    private func binomial(_ metric: Metric, _ y: [Double], _ eta: [Double], _ weights: [Double]? = nil) -> Double? {
        metric.value(family: .binomial, y: y, eta: eta, weights: weights).value
    }

    private func near(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-14 } ?? false
    }

    @Test func `errors of a numeric target`() {
        let (y, eta) = ([1.0, 2, 4], [1.0, 4, 3])
        #expect(near(gaussian(.rmse, y, eta), (5.0 / 3).squareRoot()))
        #expect(near(gaussian(.mae, y, eta), 1))
        #expect(near(gaussian(.deviance, y, eta), 5.0 / 3))
        #expect(near(gaussian(.r2, y, eta), 1 - 5 / (14.0 / 3)))
        #expect(near(gaussian(.explainedDeviance, y, eta), 1 - 5 / (14.0 / 3)))
        #expect(near(gaussian(.r2, y, y), 1))
    }

    /// Scores 0.8 0.6 0.6 0.3 with classes 1 1 0 0, as log odds.
    private let y = [1.0, 1, 0, 0]
    private let eta = [0.8, 0.6, 0.6, 0.3].map { portableLog($0 / (1 - $0)) }

    @Test func `ranking metrics give a tie one half`() {
        // Of four pairs three are right and one is tied.
        #expect(near(binomial(.rocAUC, y, eta), 0.875))
        // Recall ½ at precision 1, then both tied rows: recall 1 at precision 2/3.
        #expect(near(binomial(.averagePrecision, y, eta), 0.5 + 0.5 * 2 / 3))
        #expect(near(binomial(.rocAUC, y, eta.map { -$0 }), 0.125))
        #expect(near(binomial(.rocAUC, [1, 0, 1], [2, 2, 2]), 0.5))
    }

    @Test func `probability metrics`() {
        let logLoss = -(portableLog(0.8) + portableLog(0.6) + portableLog(0.4) + portableLog(0.7)) / 4
        #expect(near(binomial(.logLoss, y, eta), logLoss))
        #expect(near(binomial(.deviance, y, eta), 2 * logLoss))
        #expect(near(binomial(.explainedDeviance, y, eta), 1 - logLoss / portableLog(2)))
        #expect(near(binomial(.brier, y, eta), (0.04 + 0.16 + 0.36 + 0.09) / 4))
        #expect(near(binomial(.logLoss, [1, 0], [-1_000, -1_000]), 500))
    }

    @Test func `threshold metrics`() {
        let counts = ConfusionCounts(y: y, eta: eta, threshold: 0.5)
        #expect(counts.matrix == [[1, 1], [0, 2]])
        #expect(near(binomial(.accuracy, y, eta), 0.75))
        #expect(near(binomial(.balancedAccuracy, y, eta), 0.75))
        #expect(near(binomial(.precision, y, eta), 2.0 / 3))
        #expect(near(binomial(.recall, y, eta), 1))
        #expect(near(binomial(.f1, y, eta), 0.8))
        let strict = Metric.recall.value(family: .binomial, y: y, eta: eta, threshold: 0.7)
        #expect(strict.value == 0.5)
    }

    /// Three classes; the third row is of class 1 and taken for class 2.
    private let classes = [0.0, 1, 1, 2]
    private let etas = [[2.0, 0, 0, -1], [0, 1, 0, -1], [0, 0, 3, 1]]

    private func multinomial(_ metric: Metric) -> Double? {
        metric.value(family: .multinomial, y: classes, etas: etas).value
    }

    @Test func `metrics of several classes`() {
        let counts = ConfusionMatrix(y: classes, etas: etas)
        #expect(counts.counts == [[1, 0, 0], [0, 1, 1], [0, 0, 1]])
        #expect(near(multinomial(.accuracy), 0.75))
        #expect(near(multinomial(.balancedAccuracy), (1 + 0.5 + 1) / 3))
        #expect(near(multinomial(.recall), (1 + 0.5 + 1) / 3))
        #expect(near(multinomial(.precision), (1 + 1 + 0.5) / 3))
        #expect(near(multinomial(.f1), (1 + 2.0 / 3 + 2.0 / 3) / 3))
        let probabilities = meanResponses(etas, family: .multinomial)
        let logLoss = -classes.indices.reduce(0) { $0 + portableLog(probabilities[Int(classes[$1])][$1]) } / 4
        #expect(near(multinomial(.logLoss), logLoss))
        #expect(near(multinomial(.deviance), 2 * logLoss))
        let null = -(0.5 * portableLog(0.25) + 0.5 * portableLog(0.5))
        #expect(near(multinomial(.explainedDeviance), 1 - logLoss / null))
        var brier = 0.0
        for (i, y) in classes.enumerated() {
            for k in 0..<3 {
                let error = (y == Double(k) ? 1 : 0) - probabilities[k][i]
                brier += error * error
            }
        }
        #expect(near(multinomial(.brier), brier / 4))
    }

    @Test func `two classes as a multinomial target have the binomial likelihood`() {
        let etas = [eta.map { -$0 / 2 }, eta.map { $0 / 2 }]
        for metric in [Metric.deviance, .logLoss, .explainedDeviance, .accuracy, .balancedAccuracy] {
            #expect(near(metric.value(family: .multinomial, y: y, etas: etas).value, binomial(metric, y, eta) ?? .nan))
        }
        let shares = meanResponses(etas, family: .multinomial)
        #expect(zip(shares[1], meanResponse(eta, family: .binomial)).allSatisfy { abs($0 - $1) < 1e-15 })
    }

    @Test func `metrics of counts`() {
        let (counts, eta) = ([0.0, 1, 3], [-1.0, 0, 1])
        let mu = eta.map(portableExp)
        func value(_ metric: Metric) -> Double? { metric.value(family: .poisson, y: counts, eta: eta).value }
        let deviance = 2 * (mu[0] + 0 + 3 * (portableLog(3) - 1) - (3 - mu[2])) / 3
        let null = 2 * (portableLog(0.75) + 3 * portableLog(2.25)) / 3
        #expect(near(value(.deviance), deviance))
        #expect(near(value(.explainedDeviance), 1 - deviance / null))
        #expect(near(value(.mae), (mu[0] + 0 + 3 - mu[2]) / 3))
        #expect(near(value(.rmse), ((mu[0] * mu[0] + (3 - mu[2]) * (3 - mu[2])) / 3).squareRoot()))
        // Near its target a deviance is d²μ to the last digits, d the distance of the logarithms.
        let close = deviances(family: .poisson, y: [1e6], eta: [portableLog(1e6) + 1e-6])[0]
        #expect(abs(close / 1e-6 - 1) < 1e-6)
        #expect(deviances(family: .poisson, y: [5], eta: [-800])[0].isFinite)
    }

    @Test(arguments: Metric.allCases)
    func `a row of weight two is the row twice`(metric: Metric) throws {
        for family in metric.families {
            let y: [Double] = [.gaussian, .poisson].contains(family) ? [1, 2, 4, 3] : [1, 0, 1, 0]
            let etas = Array([[0.3, -0.2, 0.9, 0.4], [0.1, 0.2, 1, 0.2]].prefix(family == .multinomial ? 2 : 1))
            let weighted = metric.value(family: family, y: y, etas: etas, weights: [2, 1, 1, 0])
            let repeated = metric.value(
                family: family, y: [y[0]] + y.prefix(3), etas: etas.map { [$0[0]] + $0.prefix(3) })
            let (a, b) = (try #require(weighted.value), try #require(repeated.value))
            #expect(abs(a - b) < 1e-14)
        }
    }

    @Test func `what is undefined has a reason and no value`() {
        func reason(_ metric: Metric, _ y: [Double], _ eta: [Double], _ family: Family = .binomial) -> String? {
            let value = metric.value(family: family, y: y, eta: eta)
            #expect(value.value == nil)
            return value.reason
        }
        #expect(reason(.rocAUC, [1, 1], [0, 1]) == "Only one class occurs on these rows.")
        #expect(reason(.balancedAccuracy, [0, 0], [0, 1]) == "Only one class occurs on these rows.")
        #expect(reason(.explainedDeviance, [0, 0], [0, 1]) == "Only one class occurs on these rows.")
        #expect(reason(.averagePrecision, [0, 0], [0, 1]) == "No positive row is among these.")
        #expect(reason(.explainedDeviance, [2, 2], [0, 1], .poisson) == "The target is constant on these rows.")
        #expect(reason(.recall, [0, 0], [0, 1]) == "No positive row is among these.")
        #expect(reason(.precision, [1, 0], [-1, -1]) == "No row is predicted positive.")
        #expect(reason(.f1, [0, 0], [-1, -1]) == "No row is positive or predicted so.")
        #expect(reason(.r2, [2, 2], [1, 1], .gaussian) == "The target is constant on these rows.")
        #expect(reason(.rmse, [], [], .gaussian) == "There are no rows to compute it on.")
        #expect(reason(.rmse, [1], [1]) == "rmse is not defined for the binomial family.")
        #expect(reason(.mae, [1], [.infinity], .gaussian) == "The value is out of the range of numbers.")
    }

    @Test func `errors are better small, the rest large`() {
        let small: [Metric] = [.rmse, .mae, .deviance, .logLoss, .brier]
        for metric in Metric.allCases {
            #expect((metric.direction == .lowerIsBetter) == small.contains(metric))
        }
        for family in Family.allCases {
            #expect(Metric.defaults(for: family).allSatisfy { $0.families.contains(family) })
        }
    }
}
