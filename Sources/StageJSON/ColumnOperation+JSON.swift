package import StageKit

extension ColumnOperation {
    /// The operation as the bundle writes it: `op`, what it reads, what it writes, its numbers.
    package var json: JSONValue {
        var members = [JSONValue.Member(key: "op", value: .string(name))]
        func add(_ key: String, _ value: JSONValue) { members.append(JSONValue.Member(key: key, value: value)) }
        switch self {
        case .linearCombination, .computed: add("inputs", .init(inputs))
        default: add("input", .init(inputs.first))
        }
        if case .computed = self {
            add("outputs", .init(outputs))
        } else if let output = outputs.first {
            add("output", .string(output))
        }
        switch self {
        case .computed(let computation):
            add("stage", .string(computation.stage))
            add("namespace", .string(computation.namespace))
            add("version", .integer(computation.version))
            add("state", .string(Base64.text(of: computation.state)))
        case .affine(_, _, let center, let scale):
            add("center", .number(center))
            add("scale", .number(scale))
        case .clip(_, _, let low, let high):
            add("low", .number(low))
            add("high", .number(high))
        case .impute(_, _, let value): add("value", .number(value))
        case .imputeLevel(_, _, let level), .indicator(_, _, let level): add("level", .string(level))
        case .lookup(_, _, let levels, let numbers):
            add("levels", .init(levels))
            add("numbers", .init(numbers))
        case .linearCombination(_, _, let weights, let constant):
            add("weights", .init(weights))
            add("constant", .number(constant))
        case .log(_, _, let shift): add("shift", .number(shift))
        case .power(_, _, let exponent): add("exponent", .number(exponent))
        case .piecewise(_, _, let x, let y):
            add("x", .init(x))
            add("y", .init(y))
        case .requireLevel(_, let levels): add("levels", .init(levels))
        case .drop, .rename, .requirePresent: break
        }
        return .object(members)
    }

    /// Reads one operation, strictly.
    package init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        let name = try fields.string("op")
        guard let made = try Self.make(name, &fields) else {
            throw source.unknownOperation(place, name)
        }
        try fields.finish()
        if let reason = made.fault { throw source.wrong(place, reason) }
        self = made
    }

    private static func make(_ name: String, _ fields: inout JSONFields) throws(StageFailure) -> ColumnOperation? {
        if name == "linear-combination" {
            return .linearCombination(
                inputs: try fields.strings("inputs"), output: try fields.string("output"),
                weights: try fields.numbers("weights"), constant: try fields.number("constant"))
        }
        if name == "computed" { return .computed(try StageComputation(&fields)) }
        let names = [
            "affine", "clip", "impute", "impute-level", "indicator", "lookup", "log", "power", "piecewise", "rename",
            "drop", "require-present", "require-level",
        ]
        guard names.contains(name) else { return nil }
        let input = try fields.string("input")
        switch name {
        case "drop": return .drop(input: input)
        case "require-present": return .requirePresent(input: input)
        case "require-level": return .requireLevel(input: input, levels: try fields.strings("levels"))
        default: return try make(name, input, try fields.string("output"), &fields)
        }
    }

    private static func make(
        _ name: String, _ input: String, _ output: String, _ fields: inout JSONFields
    ) throws(StageFailure) -> ColumnOperation? {
        switch name {
        case "affine":
            .affine(
                input: input, output: output, center: try fields.number("center"), scale: try fields.number("scale"))
        case "clip":
            .clip(input: input, output: output, low: try fields.number("low"), high: try fields.number("high"))
        case "impute": .impute(input: input, output: output, value: try fields.number("value"))
        case "impute-level": .imputeLevel(input: input, output: output, level: try fields.string("level"))
        case "indicator": .indicator(input: input, output: output, level: try fields.string("level"))
        case "lookup":
            .lookup(
                input: input, output: output, levels: try fields.strings("levels"),
                numbers: try fields.numbers("numbers"))
        case "log": .log(input: input, output: output, shift: try fields.number("shift"))
        case "power": .power(input: input, output: output, exponent: try fields.number("exponent"))
        case "piecewise":
            .piecewise(input: input, output: output, x: try fields.numbers("x"), y: try fields.numbers("y"))
        case "rename": .rename(input: input, output: output)
        default: nil
        }
    }

    /// Why the operation's numbers do not fit together; nil where they do.
    private var fault: String? {
        switch self {
        case .affine(_, _, _, let scale) where scale == 0: "the scale is 0"
        case .clip(_, _, let low, let high) where low > high: "'low' is above 'high'"
        case .lookup(_, _, let levels, let numbers) where levels.count != numbers.count:
            "there are \(levels.count) levels and \(numbers.count) numbers"
        case .lookup(_, _, let levels, _) where Set(levels).count != levels.count: "a level is there twice"
        case .linearCombination(let inputs, _, let weights, _) where inputs.count != weights.count || inputs.isEmpty:
            "there are \(inputs.count) inputs and \(weights.count) weights"
        case .piecewise(_, _, let x, let y) where x.count != y.count || x.isEmpty:
            "there are \(x.count) numbers in 'x' and \(y.count) in 'y'"
        case .computed(let computation) where computation.outputs.isEmpty: "it has no output"
        case .computed(let computation) where Set(computation.outputs).count != computation.outputs.count:
            "an output is there twice"
        case .computed(let computation) where Set(computation.inputs).count != computation.inputs.count:
            "an input is there twice"
        case .piecewise(_, _, let x, _) where zip(x, x.dropFirst()).contains(where: { $0 >= $1 }):
            "'x' does not increase"
        default: nil
        }
    }
}

extension StageComputation {
    /// Takes the members of an operation; nobody does its work yet.
    fileprivate init(_ fields: inout JSONFields) throws(StageFailure) {
        let (inputs, outputs) = (try fields.strings("inputs"), try fields.strings("outputs"))
        let (stage, namespace) = (try fields.string("stage"), try fields.string("namespace"))
        let version = try fields.integer("version")
        guard let state = Base64.bytes(of: try fields.string("state")) else {
            throw fields.source.wrong("\(fields.place).state", "Base64 is needed")
        }
        self.init(
            stage: stage, namespace: namespace, version: version, inputs: inputs, outputs: outputs, state: state)
    }
}
