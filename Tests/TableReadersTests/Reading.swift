import StageKit

@testable import TableReaders

/// Reads text as the file `data.csv`, cut into blocks of a given size.
func read(
    bytes: [UInt8], _ format: DelimitedFormat = .csv, as readings: [String: ColumnReading] = [:], block: Int = 1 << 16,
    size: Int = 1 << 20, largestRecord: Int = RecordFeed.largestRecord, threads: Int = 2, memory: Int? = nil
) throws -> SourceTable {
    var rest = bytes[...]
    return try DelimitedReader(file: "data.csv", format: format).using(threads: threads, memory: memory).read(
        columns: { header in header.names.map { readings[$0] ?? .automatic } }, size: size,
        largestRecord: largestRecord
    ) {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(block) }
        return Array(rest.prefix(block))
    }
}

func read(
    _ text: String, _ format: DelimitedFormat = .csv, as readings: [String: ColumnReading] = [:]
) throws -> SourceTable {
    try read(bytes: Array(text.utf8), format, as: readings)
}

/// The failure of a reading, as a person sees it: place, code and sentence.
func failure(_ body: () throws -> SourceTable) -> StageFailure? {
    do {
        _ = try body()
        return nil
    } catch { return error as? StageFailure }
}

extension SourceTable {
    /// The line on which each row begins.
    var lines: [Int] { origins.lines }

    /// The cells of a column as texts, numbers as bits; `nil` where one is missing.
    func cells(_ name: String) -> [String?] {
        guard let column = columns.first(where: { $0.name == name }) else { return [] }
        switch column.values {
        case .numeric(let numbers): return numbers.map { $0.isNaN ? nil : String(describing: $0) }
        case .categorical(let codes, let levels): return codes.map { $0 < 0 ? nil : levels[Int($0)] }
        }
    }
}
