import SparseGLM
package import StageKit

/// What `model/model.json` says: a model, and how its features come from loaded columns.
package struct ModelDocument: Sendable, Equatable {
    /// The version of the member's format.
    package static let formatVersion = 1

    /// The loaded columns that go in.
    package let inputs: [String]
    /// The operations between them and the features, in order.
    package let operations: [ColumnOperation]
    /// The model.
    package let model: Model

    /// - Parameters:
    ///   - inputs: The loaded columns that go in.
    ///   - operations: The operations between them and the features, in order.
    ///   - model: The model.
    package init(inputs: [String], operations: [ColumnOperation], model: Model) {
        self.inputs = inputs
        self.operations = operations
        self.model = model
    }

    var json: JSONValue {
        [
            "formatVersion": .integer(Self.formatVersion),
            "family": .string(model.family.rawValue),
            "link": .string(model.link),
            "classes": model.classes.map { .init($0) } ?? .null,
            "inputs": .init(inputs),
            "operations": .array(operations.map(\.json)),
            "features": .init(model.features),
            "intercepts": .init(model.intercepts),
            "coefficients": .array(model.coefficients.map { .init($0) }),
        ]
    }

    init(reading bytes: [UInt8], in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(source.value(of: bytes), at: "", in: source)
        try fields.version(Self.formatVersion)
        let familyName = try fields.string("family")
        guard let family = Family(rawValue: familyName), [.gaussian, .binomial].contains(family) else {
            throw source.wrong("family", "'\(familyName)' is no known family")
        }
        let link = try fields.string("link")
        let classes = try fields.optionalStrings("classes")
        inputs = try fields.strings("inputs")
        var operations: [ColumnOperation] = []
        for (index, value) in try fields.array("operations").enumerated() {
            operations.append(try ColumnOperation(value, at: "operations[\(index)]", in: source))
        }
        self.operations = operations
        let features = try fields.strings("features")
        let intercepts = try fields.numbers("intercepts")
        var coefficients: [[Double]] = []
        for (index, value) in try fields.array("coefficients").enumerated() {
            let row = try fields.numbers(value, at: "coefficients[\(index)]")
            guard row.count == features.count else {
                throw source.wrong("coefficients[\(index)]", "\(features.count) numbers are needed, one a feature")
            }
            coefficients.append(row)
        }
        try fields.finish()
        guard intercepts.count == 1 else { throw source.wrong("intercepts", "one number is needed") }
        guard coefficients.count == 1 else { throw source.wrong("coefficients", "one list is needed") }
        guard (classes?.count ?? 0) == (family == .binomial ? 2 : 0) else {
            throw source.wrong("classes", family == .binomial ? "two classes are needed" : "null is needed")
        }
        try source.refuseRepeated(inputs, at: "inputs")
        try source.refuseRepeated(features, at: "features")
        try source.refuseRepeated(classes ?? [], at: "classes")
        model = Model(
            family: family, classes: classes, features: features, intercepts: intercepts, coefficients: coefficients)
        guard link == model.link else { throw source.wrong("link", "'\(model.link)' is needed") }
    }
}

extension JSONFields {
    /// Refuses another version than the one that is known.
    mutating func version(_ known: Int) throws(StageFailure) {
        let found = try integer("formatVersion")
        guard found == known else {
            throw BundleFault.unknownVersion(member: source.member, found: found, known: known).failure(
                in: source.bundle)
        }
    }
}

extension JSONFields.Source {
    func refuseRepeated(_ names: [String], at place: String) throws(StageFailure) {
        var seen = Set<String>()
        if let name = names.first(where: { !seen.insert($0).inserted }) {
            throw wrong(place, "'\(name)' is there twice")
        }
    }
}
