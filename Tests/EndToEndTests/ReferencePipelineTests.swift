import ArchiveStreams
import FSelCommand
import FoundationEssentials
import SelectionBundle
import Testing

/// Whole pipelines, from a file to the bundle, give the certified answers of `Tests/ReferenceTests`.
///
/// The tolerances are those of the answers: 1e-10 for the largest λ, 1e-5 for scores, and 1e-5 of the largest for
/// coefficients. Rows with a missing value are dropped, row i of the others is in fold i mod 5, which a sparse file says as
/// the query of the row.
struct ReferencePipelineTests {
    /// A data set with its answers; only the first is in the project.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let data: String
        let answer: String
        var testDescription: String { name }
        /// Whether the data are svmlight; they are CSV otherwise.
        var isSparse: Bool { data.hasSuffix(".svm") }

        static let all: [Case] = {
            let fixtures = Workplace.project + "/Tests/ReferenceTests/Fixtures"
            var cases = [Case(name: "hitters", data: "\(fixtures)/hitters.csv", answer: "\(fixtures)/hitters.json")]
            if let folder = ProcessInfo.processInfo.environment["FSEL_REFERENCE_DATA"] {
                for (name, file) in [
                    ("penguins", "penguins.csv"), ("khan", "khan.csv.gz"), ("sparse_example", "sparse_example.svm"),
                ] {
                    cases.append(
                        Case(name: name, data: "\(folder)/data/\(file)", answer: "\(folder)/reference/\(name).json"))
                }
            }
            return cases
        }()

        /// The answers for a lasso.
        func lasso() throws -> Lasso {
            let bytes = Data(try Workplace.read(answer))
            return try JSONDecoder().decode(Answers.self, from: bytes).variants.main.l1_ratio.lasso
        }

        /// The rows with their folds, in a column or as queries.
        func rows() throws -> String {
            let text = String(decoding: try ByteSource(path: data).readAll(), as: UTF8.self)
            if isSparse {
                return text.split(whereSeparator: \.isNewline).enumerated().map { index, line in
                    let label = line.prefix { $0 != " " }
                    return "\(label) qid:\(index % 5)\(line.dropFirst(label.count))\n"
                }.joined()
            }
            var used = 0
            return text.split(whereSeparator: \.isNewline).enumerated().map { index, line in
                let isComplete = !line.split(separator: ",", omittingEmptySubsequences: false).contains {
                    $0.isEmpty || $0 == "NA"
                }
                defer { used += index > 0 && isComplete ? 1 : 0 }
                return index == 0 ? "fold,\(line)\n" : "\(used % 5),\(line)\n"
            }.joined()
        }
    }

    struct Answers: Decodable {
        struct Variants: Decodable { let main: Variant }
        struct Variant: Decodable { let l1_ratio: Ratios }
        struct Ratios: Decodable {
            let lasso: Lasso
            enum CodingKeys: String, CodingKey { case lasso = "1" }
        }
        let variants: Variants
    }

    struct Lasso: Decodable {
        struct Point: Decodable {
            let lambda: Double
            let coef_std: Coefficients?
        }
        struct Scores: Decodable {
            let cvm: [Double]
            let cvsd: [Double]
            let index_min: Int
            let index_1se: Int
        }
        let lambda_max: Double
        let path_ratio: Double
        let path: [Point]
        let cv: Scores
    }

    struct Metrics: Decodable {
        struct Selection: Decodable {
            let lambda: Double
            let lambdaMax: Double
        }
        let selections: [Selection]
    }

    /// Coefficients by feature, for several classes by class and feature.
    enum Coefficients: Decodable {
        case one([String: Double])
        case each([String: [String: Double]])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let each = try? container.decode([String: [String: Double]].self) {
                self = .each(each)
            } else {
                self = .one(try container.decode([String: Double].self))
            }
        }

        /// By feature and class, the class being empty for one linear predictor.
        var flat: [String: Double] {
            switch self {
            case .one(let values):
                Dictionary(uniqueKeysWithValues: values.map { ("\($0.key),", $0.value) })
            case .each(let classes):
                Dictionary(
                    uniqueKeysWithValues: classes.flatMap { name, values in
                        values.map { ("\($0.key),\(name)", $0.value) }
                    })
            }
        }
    }

    @Test(arguments: Case.all, ["min", "1se"])
    func `a path with folds of its own gives the answers`(_ set: Case, rule: String) async throws {
        let answer = try set.lasso()
        let place = try Workplace()
        let file = set.isSparse ? "data.svm" : "data.csv"
        try place.write(file, try set.rows())
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" name="p">
              <load path="\(file)" missing="drop-row">
                <target column="target" \(["penguins", "khan"].contains(set.name) ? "type=\"multiclass\"" : "")/>
                <column name="\(set.isSparse ? "qid" : "fold")" role="fold"/>
              </load>
              <encode method="drop-first"/>
              <normalize method="zscore"/>
              <l1-select tolerance="1e-10">
                <path lambdas="20" min-ratio="\(answer.path_ratio)"/><cv split="column" rule="\(rule)"/>
              </l1-select>
              <bundle path="p.fsel.tar.gz"/>
            </pipeline>
            """)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        try #require(run.status == .success, "\(run.error)")
        let bundle = try BundleReader.read(path: place.file("p.fsel.tar.gz"))
        let path = try table("features/path.csv", of: bundle).map { try $0.map { try #require(Double($0)) } }
        #expect(path.count == 20)
        for (point, (mean, deviation)) in zip(path, zip(answer.cv.cvm, answer.cv.cvsd)) {
            #expect(abs(point[4] - mean) <= 1e-5 * mean && abs(point[5] - deviation) <= 1e-5 * mean)
        }
        #expect(abs(path[0][1] - answer.lambda_max) <= 1e-10 * answer.lambda_max)
        let chosen = rule == "min" ? answer.cv.index_min : answer.cv.index_1se
        let metrics = try metrics(of: bundle)
        #expect(metrics.selections.map(\.lambda) == [path[chosen][1]])
        #expect(metrics.selections.map(\.lambdaMax) == [path[0][1]])

        let rows = try table("features/coefficients.csv", of: bundle)
        for (index, point) in answer.path.enumerated() { expect(rows.filter { $0[0] == "\(index)" }, at: point) }
    }

    @Test(.enabled(if: Case.all.contains { $0.name == "khan" }))
    func `a packed file with many more columns than rows gives the answers`() async throws {
        let set = try #require(Case.all.first { $0.name == "khan" })
        let answer = try set.lasso()
        let place = try Workplace()
        try place.write("khan.csv.gz", try Workplace.read(set.data))
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" name="p">
              <load path="khan.csv.gz"><target column="target" type="multiclass"/></load>
              <normalize method="zscore"/>
              <l1-select tolerance="1e-10">
                <path lambdas="20" min-ratio="\(answer.path_ratio)"/><criterion name="bic"/>
              </l1-select>
              <bundle path="p.fsel.tar.gz"/>
            </pipeline>
            """)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        try #require(run.status == .success, "\(run.error)")
        let bundle = try BundleReader.read(path: place.file("p.fsel.tar.gz"))
        let found = try #require(try metrics(of: bundle).selections.first)
        #expect(abs(found.lambdaMax - answer.lambda_max) <= 1e-10 * answer.lambda_max)
        let rows = try table("features/coefficients.csv", of: bundle)
        for (index, point) in answer.path.enumerated() { expect(rows.filter { $0[0] == "\(index)" }, at: point) }
    }

    private func table(_ member: String, of bundle: SelectionBundle.Bundle) throws -> [[String]] {
        String(decoding: try #require(bundle.bytes(at: member)), as: UTF8.self).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    private func metrics(of bundle: SelectionBundle.Bundle) throws -> Metrics {
        try JSONDecoder().decode(Metrics.self, from: Data(try #require(bundle.bytes(at: "metrics/metrics.json"))))
    }

    /// Compares rows of `features/coefficients.csv` at one λ with the answer, where it gives coefficients.
    private func expect(_ rows: [[String]], at point: Lasso.Point) {
        guard let expected = point.coef_std?.flat else { return }
        var found: [String: Double] = [:]
        for row in rows { found["\(row[1]),\(row.count > 3 ? row[3] : "")"] = Double(row[2]) }
        // At the largest λ the answer itself may be rounding noise.
        let scale = max(expected.values.map(abs).max() ?? 1, 1e-10)
        for name in Set(expected.keys).union(found.keys) {
            #expect(
                abs((found[name] ?? 0) - (expected[name] ?? 0)) <= 1e-5 * scale, "\(name) at lambda \(point.lambda)")
        }
    }
}
