package import StageJSON
package import StageKit

extension Table {
    /// What rows of a table are said to come from where only their numbers are known: the line is the row's place, from 1.
    package static let unnamedFile = "(table)"

    /// Reads a table that ``TableFiles`` wrote.
    ///
    /// - Parameters:
    ///   - description: What the request says of it.
    ///   - source: What messages call the request.
    /// - Throws: ``StageFailure`` of the source where it has the wrong form; ``NumPyFile/Fault``.
    /// - Complexity: O(n · columns).
    package init(_ description: JSONValue, _ source: JSONFields.Source) throws {
        var fields = try JSONFields(description, at: "table", in: source)
        let rows = try fields.integer("rows")
        let files = (numbers: try fields.string("numbers"), codes: try fields.string("codes"))
        let rowFile = try fields.optionalString("rowNumbers")
        let columns = try fields.array("columns").enumerated().map { place, column in
            try JSONFields(column, at: "table.columns[\(place)]", in: source)
        }
        try fields.finish()
        let parsed = try columns.map { try ColumnPlace($0) }
        let numericCount = parsed.count { $0.levels == nil }
        let numbers = try NumPyColumns(files.numbers, type: "<f8", rows: rows, columns: numericCount)
        let codes = try NumPyColumns(
            files.codes, type: "<i4", rows: rows, columns: parsed.count - numericCount)
        let rowNumbers = try rowFile.map { file in
            try NumPyColumns(file, type: "<i8", rows: rows, columns: 1).column(0, as: Int64.self)
                .map(Int.init)
        }
        let made = try parsed.map { column in
            guard (0..<(column.levels == nil ? numericCount : parsed.count - numericCount)).contains(column.place)
            else { throw source.wrong("table.columns", "'\(column.name)' has the place \(column.place)") }
            return Column(
                name: column.name, role: column.role,
                values: column.levels.map { .categorical(codes: codes.column(column.place), levels: $0) }
                    ?? .numeric(numbers.column(column.place)), source: column.source, holdsCounts: column.holdsCounts)
        }
        self.init(
            columns: made, rowCount: rows,
            origins: RowOrigins(file: Self.unnamedFile, lines: Array(1..<(rows + 1)), numbers: rowNumbers))
    }
}

/// What a request says of a column.
private struct ColumnPlace {
    let name: String
    let role: ColumnRole
    let place: Int
    let levels: [String]?
    let source: String?
    let holdsCounts: Bool

    init(_ column: JSONFields) throws(StageFailure) {
        var fields = column
        name = try fields.string("name")
        let roleName = try fields.string("role")
        guard let role = ColumnRole(rawValue: roleName) else {
            throw fields.source.wrong("\(fields.place).role", "'\(roleName)' is no role")
        }
        self.role = role
        place = try fields.integer("place")
        switch try fields.string("type") {
        case "numeric": levels = nil
        case "categorical": levels = try fields.strings("levels")
        case let other: throw fields.source.wrong("\(fields.place).type", "'\(other)' is no type of a column")
        }
        source = try fields.textIfPresent("source")
        holdsCounts = try fields.boolIfPresent("counts") ?? false
        try fields.finish()
    }
}
