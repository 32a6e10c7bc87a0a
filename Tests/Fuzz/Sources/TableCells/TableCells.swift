import Glibc
import StageKit
import TableReaders

/// Reads tables from standard input and tells what they hold.
///
/// A table comes as its size in bytes, its delimiter's byte, a line feed, and its bytes. Told is, in hexadecimal, `ok` with
/// each name and cell of each column as text, or `no` with the line of the failure.
@main
enum TableCells {
    static func main() {
        var input = everything()[...]
        while let end = input.firstIndex(of: UInt8(ascii: "\n")) {
            let parts = String(decoding: input[..<end], as: UTF8.self).split(separator: " ")
            guard parts.count == 2, let size = Int(parts[0]), let delimiter = UInt8(parts[1]) else { return }
            let bytes = Array(input[(end + 1)...].prefix(size))
            input = input[(end + 1)...].dropFirst(size)
            print(answer(bytes, DelimitedFormat(delimiter: delimiter, missingTokens: [])))
        }
    }

    private static func everything() -> [UInt8] {
        var (all, block): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
        while case let count = read(0, &block, block.count), count > 0 { all += block[..<count] }
        return all
    }

    private static func answer(_ bytes: [UInt8], _ format: DelimitedFormat) -> String {
        let path = "/dev/shm/table-cells-\(getpid())"
        guard let file = fopen(path, "w") else { return "no file" }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        defer { unlink(path) }
        do {
            let table = try DelimitedReader(file: path, format: format).read { $0.names.map { _ in .text } }
            return (["ok"] + table.columns.map(cells)).joined(separator: " ")
        } catch let failure as StageFailure {
            return "no \(failure.diagnostic.location?.line ?? 0) \(failure.diagnostic.code)"
        } catch { return "no 0 \(error)" }
    }

    private static func cells(_ column: SourceTable.Column) -> String {
        guard case .categorical(let codes, let levels) = column.values else {
            // A column without any value is one of numbers that are all missing.
            return hexadecimal(column.name) + repeatElement(",-", count: column.content.count).joined()
        }
        return hexadecimal(column.name) + codes.map { "," + ($0 < 0 ? "-" : hexadecimal(levels[Int($0)])) }.joined()
    }

    private static func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
