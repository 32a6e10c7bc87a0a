import SelectionBundle
import SparseGLM
import StageKit

/// Small records of a run, with every kind of member.
enum SampleRecord {
    static let columns = [
        Column(name: "age", values: .numeric([30, 40.5, 51, .nan, 29])),
        Column(name: "body, mass", values: .numeric([1.5, -2.25, 3, 0.125, 7])),
        Column(name: "League", values: .categorical(codes: [0, 1, 1, 0, 1], levels: ["A", "N"])),
    ]
    static let operations: [ColumnOperation] = [
        .impute(input: "age", output: "age", value: 40.5),
        .requireLevel(input: "League", levels: ["A", "N"]),
        .indicator(input: "League", output: "League=N", level: "N"),
        .affine(input: "age", output: "age", center: 40.25, scale: 8.5),
        .affine(input: "body, mass", output: "body, mass", center: 1.875, scale: 3.125),
        .affine(input: "League=N", output: "League=N", center: 0.6, scale: 0.49),
    ]
    static let features = ["age", "body, mass", "League=N"]

    static func model(_ family: Family = .gaussian) -> Model {
        Model(
            family: family, classes: classes(family), features: features,
            intercepts: family == .multinomial ? [0.5, -0.25, -0.25] : [0.5],
            coefficients: family == .multinomial
                ? [[0.1, -1.25, 0], [-0.1, 0.75, 0.125], [0, 0.5, -0.125]] : [[0.1, -1.25, 1.0 / 3]],
            refitLambda: 0.01)
    }

    static func classes(_ family: Family) -> [String]? {
        switch family {
        case .gaussian, .poisson: nil
        case .binomial: ["no", "yes"]
        case .multinomial: ["low", "mid", "high"]
        }
    }

    static func scoring(_ family: Family = .gaussian) -> ScoringModel {
        let signature = Signature(inputs: columns, operations: operations, model: model(family), target: "y")
        return ScoringModel(
            model: model(family), operations: operations, signature: signature,
            goldenRows: Table(columns: columns))
    }

    static func selection(_ family: Family = .gaussian) -> Selection {
        // Of several classes the last one has the coefficients.
        let label = family == .multinomial ? classes(family)?.last : nil
        func point(_ lambda: Double, _ coefficients: [(String, Double)], _ mean: Double?) -> SelectionPathPoint {
            SelectionPathPoint(
                lambda: lambda, intercepts: family == .multinomial ? [0.25, 0, -0.25] : [0.25],
                coefficients: coefficients.map { .init(name: $0.0, value: $0.1, classLabel: label) },
                deviance: 2 - lambda, crossValidationMean: mean, crossValidationError: mean.map { $0 / 10 },
                dualityGap: 1e-9, kktViolation: 2e-10, iterations: 7)
        }
        let points = [
            point(1, [], 1.5), point(0.5, [("body, mass", -0.75)], 1.25),
            point(0.25, [("age", 0.0625), ("body, mass", -1), ("League=N", 0.125)], 1),
        ]
        let path = SelectionPath(points: points, chosenIndex: 2, lambdaMax: 1, rule: "min", supportMargin: 0.0625)
        return Selection(
            family: family, candidates: features + ["flat", "weak"], features: features,
            dropped: [DroppedFeature(name: "weak", reason: .neverEntered)], path: path,
            classes: family == .multinomial ? classes(family) : nil)
    }

    static func record(_ family: Family = .gaussian, gateMax: Double = 60) -> BundleRecord {
        let metrics = [
            Evaluation.Metric(name: "rmse", value: 12.5, direction: "lower", low: 11, high: 14, level: 0.95),
            Evaluation.Metric(name: "r2", value: nil, reason: "the target is constant", direction: "higher"),
        ]
        let confusion = Evaluation.Confusion(labels: ["no", "yes"], counts: [[3, 1], [0, 4.5]])
        return BundleRecord(
            pipeline: "sample", summary: "A small example.", toolVersion: "0.1.0",
            pipelineXML: Array("<pipeline/>\n".utf8), resolvedXML: Array("<pipeline seed=\"0\"/>\n".utf8),
            selections: [StageSelection(stage: "select", selection: selection(family))],
            refits: [StageRefit(stage: "refit", lambda: 0.01)], model: scoring(family),
            evaluations: [
                StageEvaluation(
                    stage: "eval",
                    evaluation: Evaluation(
                        on: "test", rows: 8, metrics: metrics, confusion: family == .binomial ? confusion : nil))
            ],
            gates: [
                GateResult(
                    of: "eval", metric: "rmse", value: 12.5, min: nil, max: gateMax, file: "pipeline.xml", line: 17)
            ],
            dropped: [DroppedFeature(name: "flat", reason: .constant, detail: "always 3")],
            dataFacts: ["5 rows for training, 8 for testing"], limits: [],
            report: "# Report\n\nAll is well.\n",
            provenance: ProvenanceRecord(
                seed: 42,
                parameters: [
                    .init(name: "folds", value: "10", origin: "default"),
                    .init(name: "token", value: nil, origin: "environment"),
                ],
                materials: [
                    .init(name: "data/a.csv", sha256: String(repeating: "a", count: 64)),
                    .init(name: "data/b.csv", sha256: String(repeating: "b", count: 64)),
                ],
                stages: [.init(id: "select", element: "l1-select", namespace: "urn:fsel:pipeline:1", version: 1)]),
            run: RunRecord(
                started: "2026-01-02T03:04:05Z", finished: "2026-01-02T03:04:06Z", host: "box", workers: 2,
                durations: [.init(stage: "select", seconds: 0.5)]))
    }
}
