import Foundation

/// Design and target in svmlight's text form: `target index:value index:value …`, indices from 1 and ascending.
///
/// Absent values are 0; the matrix has as many columns as the largest index. What follows a `#` is a comment.
struct SvmlightFile {
    let y: [Double]
    let columns: CompressedColumns

    /// Reads a file.
    ///
    /// - Throws: `BadFile`, naming the line.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BadFile(path: path, reason: "it cannot be read")
        }
        var y: [Double] = []
        var entries: [(column: Int, row: Int, value: Double)] = []
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let blanks = [UInt8]("\t\r ".utf8)
            let written = line.prefix { $0 != UInt8(ascii: "#") }
            let fields = written.split { blanks.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
            guard let first = fields.first else { continue }
            guard let target = Double(first) else {
                throw BadFile(path: path, reason: "line \(number + 1) has the target '\(first)'")
            }
            var last = 0
            for field in fields.dropFirst() {
                let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let index = Int(parts[0]), index > last, let value = Double(parts[1]) else {
                    throw BadFile(path: path, reason: "line \(number + 1) has '\(field)' where index:value should be")
                }
                entries.append((index - 1, y.count, value))
                last = index
            }
            y.append(target)
        }
        self.y = y
        columns = Self.byColumn(entries)
    }

    /// Entries in order of rows, by column; the rows stay ascending.
    private static func byColumn(_ entries: [(column: Int, row: Int, value: Double)]) -> CompressedColumns {
        let p = entries.reduce(0) { max($0, $1.column + 1) }
        var starts = [Int](repeating: 0, count: p + 1)
        for entry in entries { starts[entry.column + 1] += 1 }
        for j in 0..<p { starts[j + 1] += starts[j] }
        var next = starts
        var rows = [Int](repeating: 0, count: entries.count)
        var values = [Double](repeating: 0, count: entries.count)
        for entry in entries {
            let place = next[entry.column]
            (rows[place], values[place]) = (entry.row, entry.value)
            next[entry.column] += 1
        }
        return CompressedColumns(starts: starts, rows: rows, values: values)
    }
}
