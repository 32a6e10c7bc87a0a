import StageJSON
import StageKit

/// A table as a program reads it: two files of numbers and a description.
struct TableFolder {
    /// What the request says of the table.
    let description: JSONValue
    private let files: [String]

    /// Writes a table.
    ///
    /// Numbers go to `ID-numbers.npy`, float64 with NaN for a missing value; categories to `ID-codes.npy`, int32 places in
    /// the column's levels with -1 for a missing value. Both are n rows × columns, column after column.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - folder: Where the files go.
    ///   - id: A number that no other table of the folder has.
    /// - Throws: ``ProgramFault/folder(_:)``.
    /// - Complexity: O(n · columns).
    init(_ table: Table, in folder: PrivateFolder, id: Int) throws(ProgramFault) {
        let names = (numbers: "\(id)-numbers.npy", codes: "\(id)-codes.npy")
        files = [names.numbers, names.codes].map { "\(folder.path)/\($0)" }
        let numericCount = table.columns.count(where: \.isNumeric)
        let numbers = try NumPyFile(files[0], type: "<f8", rows: table.rowCount, columns: numericCount)
        let codes = try NumPyFile(
            files[1], type: "<i4", rows: table.rowCount, columns: table.columns.count - numericCount)
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
            columns.append(.object(members))
        }
        try numbers.finish()
        try codes.finish()
        description = [
            "rows": .integer(table.rowCount), "numbers": .string(names.numbers), "codes": .string(names.codes),
            "columns": .array(columns),
        ]
    }

    /// Removes the files.
    func remove() { for file in files { PrivateFolder.remove(file) } }
}
