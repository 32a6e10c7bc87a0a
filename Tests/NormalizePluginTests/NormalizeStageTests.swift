import NormalizePlugin
import StageKit
import StageKitTesting
import Testing

struct NormalizeStageTests {
    static let methods = ["zscore", "minmax", "maxabs", "robust", "none"]

    @Test(arguments: methods, [true, false])
    func conformance(method: String, hasWeights: Bool) async throws {
        let options = try StageOptions(NormalizeStage.descriptor.element, ["method": method])
        let table = StageConformance.table(hasWeights: hasWeights)
        #expect(await StageConformance(NormalizeStage.self, options: options, table: table).violations() == [])
    }

    @Test func `zscore divides by the standard deviation with 1 over n`() async throws {
        let fit = try await NormalizeFitting().fit(NormalizeFitting.table(["x": [1, 3, 5, 7]]))
        #expect(fit.operations == [.affine(input: "x", output: "x", center: 4, scale: 5.0.squareRoot())])
    }

    @Test func `minmax maps the least value to 0 and the greatest to 1`() async throws {
        #expect(try await NormalizeFitting(["method": "minmax"]).normalized([-2, 6, 0]) == [0, 1, 0.25])
    }

    @Test func `maxabs divides by the largest magnitude and keeps zeros`() async throws {
        #expect(try await NormalizeFitting(["method": "maxabs"]).normalized([-8, 0, 4]) == [-1, 0, 0.5])
    }

    @Test func `robust takes the median and the interquartile range with averages at steps`() async throws {
        // Quartiles of eight numbers lie between the second and third, the fourth and fifth, the sixth and seventh.
        let table = NormalizeFitting.table(["x": [1, 2, 4, 6, 8, 10, 14, 1000]])
        let fit = try await NormalizeFitting(["method": "robust"]).fit(table)
        #expect(fit.operations == [.affine(input: "x", output: "x", center: 7, scale: 9)])
    }

    @Test func `none leaves columns as they are, and drops constant ones all the same`() async throws {
        let fit = try await NormalizeFitting(["method": "none"])
            .fit(NormalizeFitting.table(["x": [3, 5, 4], "z": [1, 1, 1]]))
        #expect(fit.operations == [.drop(input: "z")])
    }

    @Test(arguments: methods) func `a weight counts like repeated rows`(method: String) async throws {
        let x = [3.0, -1, 4, 1, -5]
        let weights = [2.0, 1, 0, 3, 1]
        let repeated = zip(x, weights).flatMap { [Double](repeating: $0, count: Int($1)) }
        let weighted = try await NormalizeFitting(["method": method])
            .fit(NormalizeFitting.table(["x": x], weights: weights))
        let plain = try await NormalizeFitting(["method": method]).fit(NormalizeFitting.table(["x": repeated]))
        let (a, b) = (numbers(weighted), numbers(plain))
        #expect(a.count == b.count)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 4 * abs($1).ulp })
    }

    @Test(arguments: methods, [0x1p-498, 0x1p498])
    func `a power of two in the unit changes no bit`(method: String, unit: Double) async throws {
        guard method != "none" else { return }
        let x = [0.3, 1.7, -2.1, 0.9, 5.5]
        let fitting = try NormalizeFitting(["method": method])
        #expect(try await fitting.normalized(x.map { $0 * unit }) == fitting.normalized(x))
    }

    @Test func `a mean of a million standard deviations costs no more than its share of digits`() async throws {
        let x = (0..<100).map { Double($0 % 2 == 0 ? -1 : 1) }
        let shifted = try await NormalizeFitting().normalized(x.map { $0 + 1e6 })
        #expect(zip(shifted, x).allSatisfy { abs($0 - $1) <= 1e6 * 0x1p-52 })
    }

    @Test func `only features are touched`() async throws {
        let table = StageConformance.table(hasWeights: true)
        let fit = try await NormalizeFitting().fit(table)
        #expect(fit.operations.flatMap(\.inputs) == ["x1", "x2", "x3", "x4"])
        let after = try table.applying(fit.operations)
        #expect(after.column("y") == table.column("y") && after.column("w") == table.column("w"))
    }

    @Test func `facts tell the method and the counts`() async throws {
        let fit = try await NormalizeFitting().fit(NormalizeFitting.table(["a": [1, 2], "b": [5, 5]]))
        #expect(
            fit.facts == [
                Fit.Fact("method", "zscore"), Fit.Fact("normalized features", "1"), Fit.Fact("constant features", "1"),
            ])
    }

    @Test func `more features than one piece of work are all normalized, in order`() async throws {
        let columns = (0..<130).map { j in Column(name: "x\(j)", values: .numeric([0, Double(2 * j + 2)])) }
        let fit = try await NormalizeFitting().fit(Table(columns: columns))
        let expected = (1...130).map { j in
            ColumnOperation.affine(input: "x\(j - 1)", output: "x\(j - 1)", center: Double(j), scale: Double(j))
        }
        #expect(fit.operations == expected)
    }

    private func numbers(_ fit: Fit) -> [Double] {
        fit.operations.flatMap { operation -> [Double] in
            if case .affine(_, _, let center, let scale) = operation { [center, scale] } else { [] }
        }
    }
}
