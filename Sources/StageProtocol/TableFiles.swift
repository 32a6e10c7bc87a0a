package import StageJSON
package import StageKit

/// A table as a program reads it: files of numbers and a description.
package struct TableFiles: Sendable {
    /// What the request says of the table.
    package let description: JSONValue
    private let folder: String
    private let names: [String]

    /// Writes a table.
    ///
    /// Numbers go to `ID-numbers.npy`, float64 with NaN for a missing value; categories to `ID-codes.npy`, int32 places in
    /// the column's levels with -1 for a missing value. Both are n rows × columns, column after column. Where the rows are not
    /// the loaded ones in their order, their numbers among those go to `ID-rows.npy`, int64.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - folder: Where the files go.
    ///   - id: A number that no other table of the folder has.
    /// - Throws: ``NumPyFile/Fault``.
    /// - Complexity: O(n · columns).
    package init(_ table: Table, in folder: String, id: Int) throws(NumPyFile.Fault) {
        let files = (numbers: "\(id)-numbers.npy", codes: "\(id)-codes.npy", rows: "\(id)-rows.npy")
        let n = table.rowCount
        let rowNumbers = table.origins?.numbers.map(Int64.init)
        let isWhole = rowNumbers?.elementsEqual(0..<Int64(n)) ?? true
        self.folder = folder
        names = [files.numbers, files.codes] + (isWhole ? [] : [files.rows])
        let numericCount = table.columns.count(where: \.isNumeric)
        let numbers = try NumPyFile("\(folder)/\(files.numbers)", type: "<f8", rows: n, columns: numericCount)
        let codes = try NumPyFile(
            "\(folder)/\(files.codes)", type: "<i4", rows: n, columns: table.columns.count - numericCount)
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
        try numbers.finish()
        try codes.finish()
        if !isWhole, let rowNumbers {
            let file = try NumPyFile("\(folder)/\(files.rows)", type: "<i8", rows: n, columns: 1)
            try file.append(rowNumbers)
            try file.finish()
        }
        description = [
            "rows": .integer(n), "numbers": .string(files.numbers), "codes": .string(files.codes),
            "rowNumbers": isWhole ? .null : .string(files.rows), "columns": .array(columns),
        ]
    }

    /// The files' paths.
    package var paths: [String] { names.map { "\(folder)/\($0)" } }
}
