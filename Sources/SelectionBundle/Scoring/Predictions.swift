import StageJSON
package import StageKit

/// What a model says of rows: the signature's outputs, a value a row each.
package struct Predictions: Sendable, Equatable {
    /// `prediction`, and for classes `probability:CLASS` each.
    package let columns: [Column]

    /// The predictions as CSV, in the order of the rows.
    ///
    /// - Parameter inputs: Columns of the same rows to put before them, as `model/golden.csv` does.
    /// - Returns: UTF-8 with a header line; numbers are the shortest that read back the same.
    package func csv(after inputs: [Column] = []) -> [UInt8] {
        let all = inputs + columns
        let texts = all.map(\.exactTexts)
        let count = columns.first?.count ?? 0
        let rows = (0..<count).lazy.map { row in texts.map { $0[row] } }
        return CSVText.bytes(header: all.map(\.name), rows: rows)
    }
}

extension Column {
    /// The values as texts that read back the same, the sign of a zero included; missing ones are empty.
    var exactTexts: [String] {
        switch values {
        case .numeric(let numbers): numbers.map { $0.isNaN ? "" : numberText($0) }
        case .categorical(let codes, let levels): codes.map { $0 < 0 ? "" : levels[Int($0)] }
        }
    }
}
