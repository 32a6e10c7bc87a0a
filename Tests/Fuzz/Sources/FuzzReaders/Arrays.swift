import StageKit

@testable import ArchiveStreams
@testable import TableReaders

/// Whatever the bytes are, they are read or refused, and columns that are skipped change nothing of the others.
///
/// What begins neither as an array nor as an archive is taken for the members of one, so that archives with right
/// checksums come up: a byte for the name, two for the length, the member.
func checkArrays(_ bytes: [UInt8]) -> CInt {
    let isFile = bytes.starts(with: [0x93]) || bytes.starts(with: Array("PK".utf8))
    guard let file = isFile ? bytes : try? archive(members(bytes)) else { return 0 }
    ScratchFile.write(file)
    let whole = read { $0.names.map { _ in .automatic } }
    let some = read { header in header.names.indices.map { $0 % 2 == 0 ? .automatic : .skip } }
    if case .table(let names, let lines, let columns) = whole {
        let kept = columns.indices.filter { $0 % 2 == 0 }.map { columns[$0] }
        requireSame(some, .table(names: names, lines: lines, columns: kept), "Every other column")
    }
    _ = read(readings)
    return 0
}

private func read(_ plan: (TableHeader) -> [ColumnReading]) -> Outcome {
    // No input of this size can hold more, and none is to ask for it.
    Outcome { try NumPyReader(file: ScratchFile.path).using(threads: 1, memory: 1 << 26).read(columns: plan) }
}

private func members(_ bytes: [UInt8]) -> [ArchiveEntry] {
    let names = ["X.npy", "y.npy", "weights.npy", "feature_names.npy", "z.npy"]
    var (entries, rest): ([ArchiveEntry], ArraySlice<UInt8>) = ([], bytes[...])
    while rest.count >= 3 {
        let head = Array(rest.prefix(3))
        rest = rest.dropFirst(3)
        let length = Int(head[1]) | Int(head[2]) << 8
        entries.append(ArchiveEntry(path: names[Int(head[0]) % names.count], bytes: Array(rest.prefix(length))))
        rest = rest.dropFirst(length)
    }
    return entries
}

private func archive(_ members: [ArchiveEntry]) throws -> [UInt8] {
    try ArchiveWriter.archive(members, format: .zip, modified: 1_000_000_000, name: "f")
}
