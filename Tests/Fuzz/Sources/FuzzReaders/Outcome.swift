import StageKit

@testable import TableReaders

/// What a reading came to, as it can be compared.
enum Outcome: Equatable {
    case table(names: [String], lines: [Int], columns: [String])
    case failure(String)

    /// Reads something; whatever the bytes are, there is a table or a failure with a code.
    init(of read: () throws -> SourceTable) {
        do {
            let table = try read()
            let columns = table.columns.map(Self.text)
            precondition(
                table.columns.allSatisfy { $0.content.count == table.rowCount }, "Columns of different lengths")
            self = .table(names: table.header.names, lines: table.origins.lines, columns: columns)
        } catch let failure as StageFailure {
            precondition(failure.diagnostic.code.hasPrefix("FS"), "A failure without a code: \(failure)")
            self = .failure(String(describing: failure))
        } catch { preconditionFailure("No failure of a stage: \(error)") }
    }

    /// Whether more memory was asked for than allowed.
    var isTooLarge: Bool {
        if case .failure(let text) = self { text.contains("FS422") } else { false }
    }

    /// A column's cells, numbers as bits.
    private static func text(_ column: SourceTable.Column) -> String {
        let values =
            if let sparse = column.content.sparseNumbers {
                "\(sparse.rows) " + bits(sparse.values)
            } else {
                switch column.values {
                case .numeric(let numbers): bits(numbers)
                case .categorical(let codes, let levels): "\(codes) \(levels.map { Array($0.utf8) })"
                }
            }
        return "\(column.place) \(column.missingCount) \(String(describing: column.firstMissing)) \(values)"
    }

    private static func bits(_ numbers: some Sequence<Double>) -> String {
        numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
    }
}

/// One after another of the ways to read a column.
func readings(_ header: TableHeader) -> [ColumnReading] {
    header.names.indices.map { ColumnReading.allCases[(header.names[$0].utf8.count + $0) % 4] }
}

/// Gives bytes a few at a time.
func blocks(_ bytes: [UInt8], of size: Int) -> () -> [UInt8]? {
    var rest = bytes[...]
    return {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    }
}

/// The same bytes, read differently, have come to the same.
func requireSame(_ found: Outcome, _ expected: Outcome, _ how: String) {
    precondition(found == expected, "\(how): \(found) instead of \(expected)")
}
