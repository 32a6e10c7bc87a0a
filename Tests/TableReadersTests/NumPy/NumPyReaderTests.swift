import StageKit
import Testing

@testable import TableReaders

struct NumPyReaderTests {
    @Test(
        arguments: [
            "<f8", ">f8", "<f4", ">f4", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "|u1", "<u2", ">u2", "<u4",
            ">u4",
            "<u8", ">u8", "|b1",
        ], [UInt8(1), 2, 3])
    func `every type, byte order, order of elements and version gives the same numbers`(_ type: String, version: UInt8)
        throws
    {
        let isTruth = type.hasSuffix("b1")
        let isSigned = type.contains("f") || type.contains("i")
        let rows: [[Double]] = isTruth ? [[0, 1, 1], [1, 0, 1]] : [[1, 2, 100], [isSigned ? -4 : 4, 0, 6]]
        let byRow = npy(type, "(2, 3)", elements(rows.flatMap { $0 }, type), version: version)
        let byColumn = npy(
            type, "(2, 3)", elements((0..<3).flatMap { j in rows.map { $0[j] } }, type), isColumnMajor: true,
            version: version)
        for bytes in [byRow, byColumn] {
            let table = try readArray(bytes)
            #expect(table.header.names == ["f1", "f2", "f3"])
            for column in 0..<3 { #expect(table.columns[column].values == .numeric(rows.map { $0[column] })) }
        }
    }

    @Test func `an array of one extent is one column`() throws {
        let table = try readArray(npy("<f8", "(3,)", elements([1, 2, 3], "<f8")))
        #expect(table.columns.map(\.name) == ["f1"])
        #expect(table.columns[0].values == .numeric([1, 2, 3]))
        #expect(table.origins.lines == [1, 2, 3])
    }

    @Test func `NaN is a missing value with a place`() throws {
        let table = try readArray(npy("<f8", "(3, 2)", elements([1, 2, .nan, 3, 4, .nan], "<f8")))
        #expect(table.columns.map(\.missingCount) == [1, 1])
        #expect(table.columns[0].firstMissing?.line == 2 && table.columns[0].firstMissing?.column == 1)
        #expect(table.columns[1].firstMissing?.line == 3 && table.columns[1].firstMissing?.column == 2)
        #expect(table.cells("f1") == ["1.0", nil, "4.0"])
    }

    @Test func `numbers that are read as texts are levels in their shortest form`() throws {
        let table = try readArray(
            npy("<f8", "(4, 2)", elements([10, 1, 2.5, 1, -0.0, 1, .nan, 1], "<f8")), as: ["f1": .text, "f2": .skip])
        #expect(table.columns.map(\.name) == ["f1"])
        #expect(table.columns[0].values == .categorical(codes: [1, 2, 0, -1], levels: ["0", "10", "2.5"]))
    }

    @Test(arguments: [false, true], [1, 7, 40_000])
    func `blocks cut the elements anywhere and change nothing`(_ isColumnMajor: Bool, width: Int) throws {
        let rows = max(3, 1_100_000 / width)
        let cells = (0..<rows * width).map { Double($0 % 251) - 125 }
        let table = try readArray(
            npy("|i1", "(\(rows), \(width))", elements(cells, "|i1"), isColumnMajor: isColumnMajor))
        #expect(table.columns.count == width && table.rowCount == rows)
        let step = max(1, width / 5)
        for place in stride(from: 0, to: width, by: step) {
            let expected = (0..<rows).map { cells[isColumnMajor ? place * rows + $0 : $0 * width + place] }
            #expect(table.columns[place].values == .numeric(expected))
        }
    }

    @Test func `packed arrays are read as plain ones`() throws {
        let bytes = npy("<f8", "(2, 1)", elements([1, 2], "<f8"))
        // One stored block, its checksum and length.
        let size = [UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8)]
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]
        let block = header + size + size.map { ~$0 } + bytes
        let sum = crc32(bytes)
        let end = (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * UInt32($0))) } + size + [0, 0]
        #expect(try readArray(block + end, name: "data.npy.gz").columns[0].values == .numeric([1, 2]))
        #expect(arrayFailure(block, name: "data.npy.gz").contains("FS402"))
    }

    @Test func `a table larger than allowed is refused before it is read`() throws {
        let file = TemporaryFile("data.npy", npy("|i1", "(1000, 4)", [UInt8](repeating: 1, count: 4000)))
        let reader = NumPyReader(file: file.path).using(threads: 1, memory: 25_000)
        let found = failure { try reader.read { _ in [.automatic, .automatic, .automatic, .skip] } }
        #expect(found?.diagnostic.code == "FS422" && found?.kind == .resource)
        #expect(
            found?.diagnostic.message
                == "The table needs about 0.1 MB for 1000 rows of 3 columns, and it may take at most 0.1 MB.")
        #expect(try reader.read { _ in [.automatic, .automatic, .skip, .skip] }.columns.count == 2)
    }

    @Test func `names tell arrays`() {
        for name in ["a.npy", "a.NPZ", "b/a.npy.gz", "a.npy.zst"] { #expect(NumPyReader.isArray(name: name)) }
        for name in ["a.csv", "npy", "a.npy.csv", "a.npz.txt"] { #expect(!NumPyReader.isArray(name: name)) }
    }

    private func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
