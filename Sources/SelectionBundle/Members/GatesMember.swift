import StageJSON
import StageKit

/// `metrics/gates.json`: the gates, with their lines in the pipeline file, and what follows from them.
enum GatesMember {
    static func bytes(_ record: BundleRecord) -> [UInt8] {
        let gates = record.gates.map { gate -> JSONValue in
            [
                "of": .string(gate.of), "metric": .string(gate.metric), "value": .init(gate.value),
                "min": .init(gate.min), "max": .init(gate.max), "passed": .bool(gate.passed),
                "file": .string(gate.file), "line": .integer(gate.line),
            ]
        }
        return CanonicalJSON.bytes(of: ["status": .string(record.status.rawValue), "gates": .array(gates)])
    }

    /// What the member says of the run; the status that its gates give must be the one it names.
    static func status(reading bytes: [UInt8], in source: JSONFields.Source) throws(StageFailure) -> BundleStatus {
        var fields = try JSONFields(source.value(of: bytes), at: "", in: source)
        let named = try fields.string("status")
        var allPassed = true
        for (index, value) in try fields.array("gates").enumerated() {
            var gate = try JSONFields(value, at: "gates[\(index)]", in: source)
            let result = GateResult(
                of: try gate.string("of"), metric: try gate.string("metric"), value: try gate.optionalNumber("value"),
                min: try gate.optionalNumber("min"), max: try gate.optionalNumber("max"), file: try gate.string("file"),
                line: try gate.integer("line"))
            guard try gate.bool("passed") == result.passed else {
                throw source.wrong("gates[\(index)].passed", "'\(result.passed)' follows from its numbers")
            }
            allPassed = allPassed && result.passed
            try gate.finish()
        }
        try fields.finish()
        guard let status = BundleStatus(rawValue: named), status == (allPassed ? .accepted : .rejected) else {
            throw source.wrong("status", "'\(named)' does not follow from the gates")
        }
        return status
    }
}
