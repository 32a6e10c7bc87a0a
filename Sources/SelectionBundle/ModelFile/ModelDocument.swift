import SparseGLM
import StageJSON
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
        guard let family = Family(rawValue: familyName) else {
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
        let predictorCount = try Self.predictorCount(family, classes, in: source)
        let counts = [("intercepts", "number", intercepts.count), ("coefficients", "list", coefficients.count)]
        for (key, item, count) in counts where count != predictorCount {
            let needed =
                predictorCount == 1 ? "one \(item) is needed" : "\(predictorCount) \(item)s are needed, one a class"
            throw source.wrong(key, needed)
        }
        try source.refuseRepeated(inputs, at: "inputs")
        try source.refuseRepeated(features, at: "features")
        try source.refuseRepeated(classes ?? [], at: "classes")
        model = Model(
            family: family, classes: classes, features: features, intercepts: intercepts, coefficients: coefficients)
        guard link == model.link else { throw source.wrong("link", "'\(model.link)' is needed") }
    }

    /// K, the number of linear predictors that a family has with these classes.
    private static func predictorCount(
        _ family: Family, _ classes: [String]?, in source: JSONFields.Source
    ) throws(StageFailure) -> Int {
        switch (family, classes?.count) {
        case (.gaussian, nil), (.poisson, nil), (.binomial, 2): return 1
        case (.multinomial, let count?) where count >= 2: return count
        case (.gaussian, _), (.poisson, _): throw source.wrong("classes", "null is needed")
        case (.binomial, _): throw source.wrong("classes", "two classes are needed")
        case (.multinomial, _): throw source.wrong("classes", "two classes at least are needed")
        }
    }
}

extension JSONFields {
    /// Refuses another version than the one that is known.
    mutating func version(_ known: Int) throws(StageFailure) {
        let found = try integer("formatVersion")
        guard found == known else {
            throw BundleFault.unknownVersion(member: source.part, found: found, known: known).failure(
                in: source.file)
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
