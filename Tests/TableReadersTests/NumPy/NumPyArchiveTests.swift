import StageKit
import Testing

@testable import TableReaders

struct NumPyArchiveTests {
    static let x = ("X.npy", npy("<f8", "(3, 2)", elements([1, 2, 3, 4, 5, 6], "<f8")))
    static let y = ("y.npy", npy("<i8", "(3,)", elements([0, 1, 0], "<i8")))
    static let weights = ("weights.npy", npy("<f4", "(3,)", elements([1, 0.5, 2], "<f4")))
    static let names = ("feature_names.npy", npy("<U3", "(2,)", elements(texts: ["bmi", "é"], "<U3")))

    @Test func `members become columns with names and roles`() throws {
        let table = try readArray(try npz([Self.names, Self.weights, Self.y, Self.x]), name: "data.npz")
        #expect(table.header.names == ["bmi", "é", "target", "weight"])
        #expect(table.header.roles == ["weight": .weight])
        #expect(
            table.columns.map(\.values) == [
                .numeric([1, 3, 5]), .numeric([2, 4, 6]), .numeric([0, 1, 0]), .numeric([1, 0.5, 2]),
            ])
    }

    @Test func `the matrix alone is enough`() throws {
        let table = try readArray(try npz([Self.x]), name: "data.npz")
        #expect(table.header.names == ["f1", "f2"])
        #expect(try readArray(try npz([Self.x]), name: "no-suffix").header.names == ["f1", "f2"])
    }

    @Test(arguments: ["<U2", ">U2", "|S3"])
    func `a target of texts has classes`(_ type: String) throws {
        let y = ("y.npy", npy(type, "(3,)", elements(texts: ["b", "ä", ""], type)))
        let table = try readArray(try npz([Self.x, y]), name: "data.npz", as: ["f1": .skip])
        #expect(table.columns.last?.values == .categorical(codes: [0, 1, -1], levels: ["b", "ä"]))
        #expect(table.columns.last?.missingCount == 1 && table.columns.last?.firstMissing?.line == 3)
        #expect(
            arrayFailure(try npz([Self.x, y]), name: "data.npz", as: ["target": .numeric])
                == "data.npz:1: error[FS416]: 'y.npy': Column 'target' must hold numbers, and the array holds texts.")
    }

    static let faults: [(members: [(String, [UInt8])], failure: String)] = [
        ([y], "data.npz:1: error[FS436]: The archive has no member 'X.npy'; expected one."),
        (
            [x, ("weight.npy", weights.1)],
            "data.npz:1: error[FS436]: The archive has the member 'weight.npy'; expected no other than 'X.npy', 'y.npy', "
                + "'weights.npy', 'feature_names.npy'."
        ),
        (
            [x, ("y.npy", npy("<f8", "(2,)", elements([1, 2], "<f8")))],
            "data.npz:1: error[FS436]: 'y' has 2 elements and X 3 rows; expected as many."
        ),
        (
            [x, ("feature_names.npy", npy("|S1", "(1,)", [0x61]))],
            "data.npz:1: error[FS436]: There are 1 feature_names for the 2 columns of X; expected as many."
        ),
        (
            [x, ("feature_names.npy", npy("|S1", "(2,)", [0x61, 0x61]))],
            "data.npz:1: error[FS413]: Two columns are named 'a', the 1st and the 2nd; expected each name once."
        ),
        (
            [x, ("feature_names.npy", npy("|S1", "(2,)", [0x61, 0xFF]))],
            "data.npz:2: error[FS436]: 'feature_names.npy': The text in row 2 is not Unicode; expected characters that "
                + "UTF-8 can spell."
        ),
        (
            [x, ("feature_names.npy", npy("<f8", "(2,)", elements([1, 2], "<f8")))],
            "data.npz:1: error[FS436]: 'feature_names.npy': The names of the columns are no texts in a row; expected the "
                + "type U or S."
        ),
        (
            [("X.npy", npy("<f8", "(3,)", elements([1, 2, 3], "<f8")))],
            "data.npz:1: error[FS432]: 'X.npy': The array has 1 extents; expected two."
        ),
        (
            [x, ("y.npy", npy("|O", "(3,)", [1, 2, 3]))],
            "data.npz:1: error[FS431]: 'y.npy': The array has the type '|O', Python objects (pickle), which may run code "
                + "when they are read; expected f8, f4, i1 to i8, u1 to u8 or b1 with the byte order < or >."
        ),
        (
            [x, ("weights.npy", npy("<f8", "(3,)", elements([1, .infinity, 3], "<f8")))],
            "data.npz:2:1: error[FS434]: 'weights.npy': The element in row 2 and column 1 is infinity; expected a finite "
                + "number, or NaN for no value."
        ),
        (
            [("X.npy", x.1.dropLast())],
            "data.npz:1: error[FS433]: 'X.npy': The array is cut off: it has 175 bytes, and its header says 128 and 48 "
                + "bytes of elements."
        ),
        (
            [x, ("feature_names.npy", npy("|S65536", "(20000,)", []))],
            "data.npz:1: error[FS433]: 'feature_names.npy': The array is cut off: it has 128 bytes, and its header says "
                + "128 and 1310720000 bytes of elements."
        ),
    ]

    @Test(arguments: faults.indices)
    func `archives that are no table are refused`(_ index: Int) throws {
        let fault = Self.faults[index]
        #expect(arrayFailure(try npz(fault.members), name: "data.npz") == fault.failure)
    }

    @Test func `damaged archives are refused`() throws {
        let whole = try npz([Self.x, Self.y])
        for length in stride(from: 4, to: whole.count, by: 7) {
            #expect(arrayFailure(Array(whole.prefix(length)), name: "data.npz").contains("FS402"))
        }
        var read = 0
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= 0xFF
            // A time stamp or a comment may change and nothing else.
            if let table = try? readArray(bytes, name: "data.npz") {
                read += 1
                #expect(table.columns[0].values == .numeric([1, 3, 5]))
            }
        }
        #expect(read < whole.count / 2)
    }

    @Test func `texts have a limit`() throws {
        let header = try NumPyHeader(ArrayStream(bytes: npy("|S65536", "(20000,)", [])))
        let stream = ArrayStream(file: "data.npy") { _ in 0 }
        let found = failure {
            _ = try ArrayTexts.read(header, stream)
            return try readArray([])
        }
        #expect(found?.diagnostic.code == "FS437")
    }
}

extension ArrayStream {
    /// A stream of bytes in memory.
    fileprivate convenience init(bytes: [UInt8]) {
        var rest = bytes[...]
        self.init(file: "data.npy") { buffer in
            let part = rest.prefix(buffer.count)
            rest = rest.dropFirst(part.count)
            buffer.copyBytes(from: part)
            return part.count
        }
    }
}
