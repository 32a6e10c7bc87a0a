public import StageKit

/// The names of a source's columns.
public struct TableHeader: Sendable, Hashable {
    /// The file; of several, the first.
    public let file: String
    /// The names in order: none is empty, no two are the same.
    public let names: [String]
    /// The roles that the source itself gives to columns; others are for the caller to say.
    public let roles: [String: ColumnRole]
    /// What a first column without a name is called, the only one without: R and pandas write the names of rows so.
    public static let rowNames = "row.names"

    /// Where each name stands; empty where the source gives no places, as a program's format does not.
    let positions: [TextPosition]

    init(
        file: String, names: [String], roles: [String: ColumnRole] = [:], positions: [TextPosition] = []
    ) {
        self.file = file
        self.names = names
        self.roles = roles
        self.positions = positions
    }

    /// Where a name stands.
    ///
    /// - Parameter column: The place of the column, from 0.
    public func location(of column: Int) -> SourceLocation {
        guard positions.indices.contains(column) else { return SourceLocation(file: file, line: 1) }
        return SourceLocation(
            file: file, line: positions[column].line, column: positions[column].column, length: names[column].count)
    }

    /// Refuses a name that is empty or stands twice.
    ///
    /// - Throws: ``StageFailure`` of kind `data` at that name.
    func check() throws(StageFailure) {
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() {
            if name.isEmpty {
                throw StageFailure(
                    .data, code: "FS414",
                    "Column \(place + 1) of \(names.count) has no name; expected one in each field.",
                    at: location(of: place))
            }
            if let earlier = places.updateValue(place, forKey: name) {
                throw StageFailure(
                    .data, code: "FS413",
                    "Two columns are named \(shown(name)), the \(ordinal(earlier + 1)) and the \(ordinal(place + 1)); "
                        + "expected each name once.", at: location(of: place))
            }
        }
    }
}

/// A number as a place: `1st`, `2nd`, `11th`.
func ordinal(_ number: Int) -> String {
    let suffix =
        switch (number % 10, number % 100) {
        case (_, 11...13): "th"
        case (1, _): "st"
        case (2, _): "nd"
        case (3, _): "rd"
        default: "th"
        }
    return "\(number)\(suffix)"
}
