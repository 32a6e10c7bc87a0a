import StageKit

/// A stage's descriptor as programs read it.
struct JSONStage: Encodable {
    let name: String
    let namespace: String
    let summary: String
    let version: Int
    let takes: [String]
    let gives: [String]
    let options: [JSONOption]
    let children: [JSONChild]

    init(_ descriptor: StageDescriptor) {
        name = descriptor.name
        namespace = descriptor.namespace
        summary = descriptor.element.summary
        version = descriptor.version
        takes = descriptor.takes.map(\.rawValue)
        gives = descriptor.gives.map(\.rawValue)
        options = descriptor.element.options.map(JSONOption.init)
        children = descriptor.element.children.map(JSONChild.init)
    }
}

/// An option as programs read it.
struct JSONOption: Encodable {
    let name: String
    let type: String
    let defaultValue: String?
    let required: Bool
    let unit: String?
    let help: String

    private enum CodingKeys: String, CodingKey {
        case name, type, required, unit, help
        case defaultValue = "default"
    }

    init(_ option: OptionDescriptor) {
        name = option.name
        type = "\(option.type)"
        defaultValue = option.standard?.description
        required = option.isRequired
        unit = option.unit
        help = option.help
    }
}

/// A child element as programs read it.
struct JSONChild: Encodable {
    let name: String
    let summary: String
    let minCount: Int
    let maxCount: Int?
    let options: [JSONOption]
    let children: [JSONChild]

    init(_ child: ChildDescriptor) {
        name = child.element.name
        summary = child.element.summary
        minCount = child.minCount
        maxCount = child.maxCount
        options = child.element.options.map(JSONOption.init)
        children = child.element.children.map(JSONChild.init)
    }
}
