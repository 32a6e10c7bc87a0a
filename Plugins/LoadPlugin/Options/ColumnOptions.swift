import StageKit

/// What is said of one column: `<column>`.
struct ColumnOptions: Sendable {
    /// What the column is for.
    enum Role: String, OptionChoice { case feature, id, ignore, weight, group, offset, fold }

    /// What the column holds.
    enum Kind: String, OptionChoice { case auto, numeric, categorical }

    /// The column.
    let name: String
    /// What it is for.
    let role: Role
    /// What it holds.
    let kind: Kind
    /// Where the name is written.
    let location: SourceLocation?

    /// Reads all `<column>` elements.
    ///
    /// - Throws: ``StageFailure`` where two name the same column, one names the target, two have a role that one column
    ///   can have, or a type cannot serve the role.
    static func all(_ elements: [StageOptions], target: TargetOptions) throws(StageFailure) -> [ColumnOptions] {
        var columns: [ColumnOptions] = []
        for element in elements {
            let column = try ColumnOptions(element)
            if column.name == target.column {
                throw StageFailure(
                    .pipeline, code: "FS441",
                    "<column> names '\(column.name)', which is the target; expected another column, the target's type being "
                        + "an attribute of <target>.", at: column.location)
            }
            if columns.contains(where: { $0.name == column.name }) {
                throw StageFailure(
                    .pipeline, code: "FS441",
                    "<column> names '\(column.name)' a second time; expected each column once.",
                    at: column.location)
            }
            if let other = columns.first(where: { $0.role == column.role && $0.role.isSingle }) {
                throw StageFailure(
                    .pipeline, code: "FS442",
                    "The column '\(column.name)' has the role '\(column.role.rawValue)', which '\(other.name)' has already; "
                        + "expected one such column.", at: column.location)
            }
            columns.append(column)
        }
        return columns
    }

    private init(_ element: StageOptions) throws(StageFailure) {
        name = element[Self.nameOption]
        role = element[Self.roleOption]
        kind = element[Self.typeOption]
        location = element.location(of: "name")
        if kind == .categorical, role == .weight || role == .offset {
            throw StageFailure(
                .pipeline, code: "FS443",
                "The column '\(name)' has the role '\(role.rawValue)' and the type 'categorical'; expected type 'numeric'.",
                at: element.location(of: "type"))
        }
    }

    static let nameOption = Option<String>.column("name", help: "The column.")
    static let roleOption = Option<Role>.choice("role", default: .feature, help: "What the column is for.")
    static let typeOption = Option<Kind>.choice(
        "type", default: .auto,
        help:
            "What the column holds; auto takes all numbers for numeric and none for categorical, and refuses a mixture."
    )

    static let element = ElementDescriptor(
        name: "column", summary: "What one column is for and what it holds.",
        options: [nameOption.descriptor, roleOption.descriptor, typeOption.descriptor])
}

extension ColumnOptions.Role {
    /// Whether a table has at most one column of the role.
    var isSingle: Bool { ![.feature, .id, .ignore].contains(self) }
}
