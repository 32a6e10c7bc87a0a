import Glibc
import StageKit

@testable import TableReaders

/// What a reading came to, as it can be compared.
private enum Outcome: Equatable {
    case table(names: [String], lines: [Int], columns: [String])
    case failure(String)
}

/// Reads bytes in blocks of a size, as so many threads.
private func read(_ bytes: [UInt8], _ format: DelimitedFormat, block: Int, threads: Int) -> Outcome {
    var rest = bytes[...]
    do {
        let table = try DelimitedReader(file: "f", format: format).using(threads: threads, memory: nil).read(
            columns: { header in
                header.names.indices.map { ColumnReading.allCases[(header.names[$0].utf8.count + $0) % 4] }
            }, size: block, largestRecord: 1 << 16
        ) {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(block) }
            return Array(rest.prefix(block))
        }
        let columns = table.columns.map { column in
            let values =
                switch column.values {
                case .numeric(let numbers): numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
                case .categorical(let codes, let levels): "\(codes) \(levels.map { Array($0.utf8) })"
                }
            return "\(column.place) \(column.missingCount) \(String(describing: column.firstMissing)) \(values)"
        }
        return .table(names: table.header.names, lines: table.origins.lines, columns: columns)
    } catch { return .failure(String(describing: error)) }
}

/// Whatever the bytes are, they are read or refused, and the same way however they are cut and on how many threads.
@_cdecl("LLVMFuzzerTestOneInput")
public func check(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")][count % 3]
    let format = DelimitedFormat(delimiter: delimiter, missingTokens: count % 2 == 0 ? ["NA"] : ["-1", "?"])
    let whole = read(bytes, format, block: 1 << 20, threads: 1)
    for (block, threads) in [(1, 1), (7, 2), (64, 1)] {
        let cut = read(bytes, format, block: block, threads: threads)
        precondition(cut == whole, "In blocks of \(block) on \(threads) threads: \(cut) instead of \(whole)")
    }
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// A libFuzzer program: `fuzz-delimited [options of libFuzzer] CORPUS`.
@main
enum FuzzDelimited {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &arguments, { check($0, $1) }))
    }
}
