import StageKit

/// How test rows are set apart: `<split>`.
struct SplitOptions: Sendable {
    /// How rows are divided.
    enum Method: String, OptionChoice { case random, hash, stratified, group, time, none }

    /// How rows are divided.
    let method: Method
    /// The share of the test rows.
    let testShare: Double
    /// The column that decides: its key for `hash`, its groups for `group`, its times for `time`.
    let key: String?
    /// Where the key, or else the element, is written.
    let keyLocation: SourceLocation?
    /// Where the element stands.
    let location: SourceLocation?

    /// Reads `<split>`.
    ///
    /// - Returns: `nil` for the method `none`.
    /// - Throws: ``StageFailure`` where an option has no use for the method, or a key is missing.
    init?(_ element: StageOptions, target: TargetOptions, columns: [ColumnOptions]) throws(StageFailure) {
        method = element[Self.methodOption]
        testShare = element[Self.testOption]
        keyLocation = element.location(of: "key")
        location = element.location
        let written = element[Self.keyOption]
        key = written ?? (method == .group ? columns.first { $0.role == .group }?.name : nil)
        if method == .none {
            try Self.refuse(written != nil, "key", method, keyLocation)
            try Self.refuse(element.isChosen("test"), "test", method, element.location(of: "test"))
            return nil
        }
        try checkKey(isWritten: written != nil, target)
        if method == .stratified, target.kind == .numeric || target.kind == .count {
            throw StageFailure(
                .pipeline, code: "FS445",
                "<split> is stratified and the target's type is '\(target.kind.rawValue)'; expected a target with classes.",
                at: element.location(of: "method"))
        }
    }

    private func checkKey(isWritten: Bool, _ target: TargetOptions) throws(StageFailure) {
        switch method {
        case .random, .stratified, .none: try Self.refuse(isWritten, "key", method, keyLocation)
        case .hash, .group, .time:
            guard let key else {
                let role = method == .group ? ", or a <column> whose role is 'group'" : ""
                throw StageFailure(
                    .pipeline, code: "FS445",
                    "<split method=\"\(method.rawValue)\"> has no 'key'; expected a column\(role).",
                    at: location)
            }
            if key == target.column {
                throw StageFailure(
                    .pipeline, code: "FS445", "The key of <split> is the target '\(key)'; expected another column.",
                    at: keyLocation)
            }
        }
    }

    private static func refuse(
        _ isWritten: Bool, _ name: String, _ method: Method, _ location: SourceLocation?
    ) throws(StageFailure) {
        guard isWritten else { return }
        throw StageFailure(
            .pipeline, code: "FS445",
            "<split method=\"\(method.rawValue)\"> makes no use of '\(name)'; expected it not to be "
                + "written.", at: location)
    }

    static let methodOption = Option<Method>.choice(
        "method", default: .random, help: "How rows are divided; without <split> there are no test rows.")
    static let testOption = Option<Double>.number(
        "test", default: 0.2, in: NumberRange(min: 0, max: 1, excludesMin: true, excludesMax: true),
        help: "The share of the rows that become test rows.")
    static let keyOption = Option<String?>.optionalColumn(
        "key",
        help: "The column that decides: for hash a key of the row, for group its group, for time a number or ISO date.")

    static let element = ElementDescriptor(
        name: "split", summary: "How test rows are set apart.",
        options: [methodOption.descriptor, testOption.descriptor, keyOption.descriptor])
}
