import StageKit
import TableReaders

/// What each column of the file is for and how it is to be read.
struct ColumnPlan {
    /// A column that is read.
    struct Entry {
        let role: ColumnRole
        let reading: ColumnReading
    }

    /// The entries by the place of the column in the file; `nil` for a column that is not read.
    let entries: [Entry?]
    /// That a column without a name was taken for one of row names; `nil` where none was, or the options name it.
    let warning: Diagnostic?

    /// Matches the options to the names.
    ///
    /// - Throws: ``StageFailure`` of kind `data` at the first name in the options that the file does not have (FS450),
    ///   or where no feature is left (FS454).
    init(_ options: LoadOptions, _ header: TableHeader) throws(StageFailure) {
        let names = Set(header.names)
        var wanted = [("target", options.target.column, options.target.columnLocation)]
        wanted += options.columns.map { ("column", $0.name, $0.location) }
        if let split = options.split, let key = split.key { wanted.append(("split", key, split.keyLocation)) }
        for (element, name, location) in wanted where !names.contains(name) {
            throw Self.missing(name, element, location, header)
        }
        let said = Dictionary(uniqueKeysWithValues: options.columns.map { ($0.name, $0) })
        try Self.refuseSecond(of: header.roles, options)
        entries = header.names.map { name in
            if name == options.target.column { return Entry(role: .target, reading: options.target.kind.reading) }
            return Self.entry(
                said[name], header.roles[name], split: options.split.flatMap { $0.key == name ? $0 : nil })
        }
        let isUnnamed = header.roles[TableHeader.rowNames] == .id && !wanted.contains { $0.1 == TableHeader.rowNames }
        warning = isUnnamed ? Self.rowNames(header) : nil
        if !entries.contains(where: { $0?.role == .feature }) {
            throw StageFailure(
                .data, code: "FS454",
                "No column of '\(header.file)' is a feature; expected at least one beside the target.",
                at: SourceLocation(file: header.file, line: 1))
        }
    }

    /// How each column is to be read, for the reader.
    var readings: [ColumnReading] { entries.map { $0?.reading ?? .skip } }

    private static func entry(_ said: ColumnOptions?, _ known: ColumnRole?, split: SplitOptions?) -> Entry? {
        let role =
            said.map { ColumnRole($0.role) } ?? known ?? split.map { $0.method == .group ? .group : .id } ?? .feature
        // The key of a split is read even where it is kept from everything else.
        if role == .ignore, split == nil { return nil }
        switch said?.kind ?? .auto {
        case .numeric: return Entry(role: role, reading: .numeric)
        case .categorical: return Entry(role: role, reading: .text)
        case .auto:
            switch role {
            case .weight, .offset: return Entry(role: role, reading: .numeric)
            case .id, .group, .fold, .ignore:
                return Entry(role: role, reading: split?.method == .time ? .automatic : .text)
            case .feature, .target: return Entry(role: role, reading: .automatic)
            }
        }
    }

    /// A role that the file gives to a column, and the options to another one.
    private static func refuseSecond(of roles: [String: ColumnRole], _ options: LoadOptions) throws(StageFailure) {
        for column in options.columns where column.role.isSingle {
            let role = ColumnRole(column.role)
            guard let other = roles.first(where: { $0.value == role && $0.key != column.name })?.key,
                other != options.target.column, !options.columns.contains(where: { $0.name == other })
            else { continue }
            throw StageFailure(
                .pipeline, code: "FS442",
                "The column '\(column.name)' has the role '\(role.rawValue)', which the file gives to '\(other)'; expected "
                    + "one such column.", at: column.location,
                suggestion: "give '\(other)' the role 'ignore'")
        }
    }

    private static func rowNames(_ header: TableHeader) -> Diagnostic {
        Diagnostic(
            code: "FS476", severity: .warning,
            message:
                "The first column has no name and is taken for the names of the rows, as R and pandas write them: it is "
                + "called '\(TableHeader.rowNames)' and has the role 'id'.", location: header.location(of: 0),
            suggestion: "<column name=\"\(TableHeader.rowNames)\" role=\"id\"/> says so, or says what else it is")
    }

    private static func missing(
        _ name: String, _ element: String, _ location: SourceLocation?, _ header: TableHeader
    ) -> StageFailure {
        let nearest = nearestName(to: name, among: header.names).map { "did you mean '\($0)'?" }
        let single = header.names.count == 1 ? "the header is a single field; is the delimiter right?" : nil
        let role = element == "target" ? "target column" : element == "split" ? "split key" : "column"
        return StageFailure(
            .data, code: "FS450",
            "'\(header.file)' has no \(role) '\(name)'; expected one of its \(header.names.count) column"
                + "\(header.names.count == 1 ? "" : "s").", at: location, suggestion: nearest ?? single)
    }
}

extension ColumnRole {
    fileprivate init(_ role: ColumnOptions.Role) {
        self =
            switch role {
            case .feature: .feature
            case .id: .id
            case .ignore: .ignore
            case .weight: .weight
            case .group: .group
            case .offset: .offset
            case .fold: .fold
            }
    }
}

extension TargetOptions.Kind {
    fileprivate var reading: ColumnReading {
        switch self {
        case .auto: .automatic
        case .numeric, .count: .numeric
        case .binary, .multiclass: .text
        }
    }
}
