import SparseGLM
import StageJSON
import StageKit

/// `metrics/metrics.json`: what was selected, refitted and measured.
enum MetricsMember {
    static func bytes(_ record: BundleRecord) -> [UInt8] {
        CanonicalJSON.bytes(of: [
            "selections": .array(record.selections.map(selection)),
            "refits": .array(
                record.refits.map { ["stage": .string($0.stage), "lambda": .init($0.lambda)] }),
            "evaluations": .array(record.evaluations.map(evaluation)),
        ])
    }

    private static func selection(_ item: StageSelection) -> JSONValue {
        let (selection, path) = (item.selection, item.selection.path)
        return [
            "stage": .string(item.stage),
            "family": .string(selection.family.rawValue),
            "candidates": .integer(selection.candidates.count),
            "features": .integer(selection.features.count),
            "lambda": .init(path?.chosen.lambda),
            "lambdaMax": .init(path?.lambdaMax),
            "rule": .init(path?.rule),
            "dualityGap": .init(path?.chosen.dualityGap),
            "kktViolation": .init(path?.chosen.kktViolation),
            "supportMargin": .init(path?.supportMargin),
        ]
    }

    private static func evaluation(_ item: StageEvaluation) -> JSONValue {
        let evaluation = item.evaluation
        var members: [JSONValue.Member] = [
            .init(key: "stage", value: .string(item.stage)),
            .init(key: "on", value: .string(evaluation.on)),
            .init(key: "rows", value: .integer(evaluation.rows)),
            .init(key: "metrics", value: .array(evaluation.metrics.map(metric))),
        ]
        if let confusion = evaluation.confusion {
            let counts = JSONValue.array(confusion.counts.map { .init($0) })
            members.append(.init(key: "confusion", value: ["labels": .init(confusion.labels), "counts": counts]))
        }
        return .object(members)
    }

    private static func metric(_ metric: Evaluation.Metric) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(metric.name)), .init(key: "value", value: .init(metric.value)),
        ]
        if metric.value?.isFinite != true {
            members.append(.init(key: "reason", value: .string(metric.reason ?? "it is undefined")))
        }
        members.append(.init(key: "direction", value: .string(metric.direction)))
        for (key, value) in [("low", metric.low), ("high", metric.high), ("level", metric.level)] {
            if let value { members.append(.init(key: key, value: .init(value))) }
        }
        return .object(members)
    }
}
