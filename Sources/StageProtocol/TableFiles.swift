package import StageJSON
package import StageKit

/// A table as a program reads it: files of numbers and a description.
package struct TableFiles {
    /// A file that is being written.
    package struct Opened {
        /// The open file.
        package let descriptor: Int32
        /// Its path.
        package let path: String

        /// - Parameters:
        ///   - descriptor: The open file.
        ///   - path: Its path.
        package init(descriptor: Int32, path: String) {
            self.descriptor = descriptor
            self.path = path
        }
    }

    /// What the request says of the table.
    package let description: JSONValue

    /// Writes a table.
    ///
    /// Numbers go to one file, float64 with NaN for a missing value; categories to another, int32 places in the column's levels
    /// with -1 for a missing value. Both are n rows × columns, column after column. Where the rows are not the loaded ones in
    /// their order, their numbers among those go to a third, int64.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - open: Opens a file for what its name says, `numbers`, `codes` or `rows`; who opens it closes it.
    /// - Throws: ``NumPyFile/Fault``.
    /// - Complexity: O(n · columns).
    package init(
        _ table: Table, open: (_ name: String) throws(NumPyFile.Fault) -> Opened
    ) throws(NumPyFile.Fault) {
        let n = table.rowCount
        let rowNumbers = table.origins?.numbers.map(Int64.init)
        let isWhole = rowNumbers?.elementsEqual(0..<Int64(n)) ?? true
        let numericCount = table.columns.count(where: \.isNumeric)
        let numbersFile = try open("numbers")
        let numbers = try NumPyFile(
            numbersFile.descriptor, numbersFile.path, type: "<f8", rows: n, columns: numericCount)
        let codesFile = try open("codes")
        let codes = try NumPyFile(
            codesFile.descriptor, codesFile.path, type: "<i4", rows: n, columns: table.columns.count - numericCount)
        var columns: [JSONValue] = []
        var places = (numbers: 0, codes: 0)
        for column in table.columns {
            var members: [JSONValue.Member] = [
                .init(key: "name", value: .string(column.name)),
                .init(key: "role", value: .string(column.role.rawValue)),
            ]
            // A column's values are made, written and let go before the next one's.
            switch column.values {
            case .numeric(let values):
                try numbers.append(values)
                members += [.init(key: "type", value: "numeric"), .init(key: "place", value: .integer(places.numbers))]
                places.numbers += 1
            case .categorical(let values, let levels):
                try codes.append(values)
                members += [
                    .init(key: "type", value: "categorical"), .init(key: "place", value: .integer(places.codes)),
                    .init(key: "levels", value: .init(levels)),
                ]
                places.codes += 1
            }
            if column.source != column.name { members.append(.init(key: "source", value: .string(column.source))) }
            if column.holdsCounts { members.append(.init(key: "counts", value: .bool(true))) }
            columns.append(.object(members))
        }
        var rowsFile: Opened?
        if !isWhole, let rowNumbers {
            let opened = try open("rows")
            try NumPyFile(opened.descriptor, opened.path, type: "<i8", rows: n, columns: 1).append(rowNumbers)
            rowsFile = opened
        }
        description = [
            "rows": .integer(n), "numbers": .string(numbersFile.path), "codes": .string(codesFile.path),
            "rowNumbers": .init(rowsFile?.path), "columns": .array(columns),
        ]
    }
}
