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
        entries = header.names.map { name in
            if name == options.target.column { return Entry(role: .target, reading: options.target.kind.reading) }
            return Self.entry(said[name], split: options.split.flatMap { $0.key == name ? $0 : nil })
        }
        if !entries.contains(where: { $0?.role == .feature }) {
            throw StageFailure(
                .data, code: "FS454",
                "No column of '\(header.file)' is a feature; expected at least one beside the target.",
                at: SourceLocation(file: header.file, line: 1))
        }
    }

    /// How each column is to be read, for the reader.
    var readings: [ColumnReading] { entries.map { $0?.reading ?? .skip } }

    private static func entry(_ said: ColumnOptions?, split: SplitOptions?) -> Entry? {
        let role = said.map { ColumnRole($0.role) } ?? split.map { $0.method == .group ? .group : .id } ?? .feature
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
