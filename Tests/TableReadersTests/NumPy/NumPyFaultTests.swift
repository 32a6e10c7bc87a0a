import StageKit
import Testing

@testable import TableReaders

struct NumPyFaultTests {
    static let four = elements([1, 2, 3, 4], "<f8")

    static let headers: [(header: String, failure: String)] = [
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)", "wrong at byte 127: '}' is expected"),
        ("'descr'", "wrong at byte 10: '{' is expected"),
        ("{'descr': '<f8', 'shape': (2, 2), }", "each of 'descr', 'fortran_order' and 'shape' is expected"),
        (
            "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }",
            "wrong at byte 27: 'descr', 'fortran_order' or 'shape', each once, is expected"
        ),
        ("{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 2), }", "True or False is expected"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': [2, 2], }", "'(' is expected"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (4), }", "a comma is expected"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (-4,), }", "a whole number from 0 to"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", "a whole number from 0 to"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (4,), } x", "nothing behind it is expected"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (4,), 'more': 1}", "each once, is expected"),
        ("{'descr': f8, 'fortran_order': False, 'shape': (4,)}", "a text in quotes is expected"),
        ("{'descr': '<f8, }", "wrong at byte 20: a closing quote is expected"),
    ]

    @Test(arguments: headers)
    func `a header that is not the format's is refused at its byte`(_ fault: (header: String, failure: String)) {
        let found = arrayFailure(npy(header: fault.header, Self.four))
        #expect(found.hasPrefix("data.npy:1: error[FS430]: The array's header is wrong at byte "))
        #expect(found.contains(fault.failure), "\(found)")
    }

    @Test func `bytes that are no array are refused`() {
        #expect(
            arrayFailure(Array("x,y\n1,2\n3,4\n".utf8))
                == "data.npy:1: error[FS430]: The data do not begin as an array of NumPy does; expected \\x93NUMPY.")
        #expect(arrayFailure([]).contains("FS433"))
        var bytes = npy("<f8", "(2, 2)", Self.four)
        bytes[6] = 4
        #expect(arrayFailure(bytes).contains("has the format version 4.0; expected 1.0, 2.0 or 3.0."))
        var long = npy("<f8", "(2, 2)", Self.four, version: 2)
        long[11] = 1
        #expect(arrayFailure(long).contains("expected at most 65536."))
    }

    static let types: [(type: String, name: String)] = [
        ("|O", "Python objects (pickle)"), ("<c16", "complex"), ("<M8[ns]", "dates"), ("<m8[D]", "dates or durations"),
        ("|V8", "records"), ("<f2", "another size"), ("<f16", "another size"), ("<i3", "another size"), ("=f8", "size"),
        ("|f8", "size"), ("f8", "no type"), ("", "no type"), ("<f8 ", "another size"), ("<f08", ""),
    ]

    @Test(arguments: types)
    func `other types are refused by name`(_ fault: (type: String, name: String)) {
        let found = arrayFailure(npy(fault.type, "(2, 2)", Self.four))
        if fault.type == "<f08" {
            #expect(found == "")
        } else {
            #expect(
                found.contains("FS431") && found.contains("'\(fault.type)', ") && found.contains(fault.name), "\(found)"
            )
        }
    }

    @Test func `records and texts are refused`() {
        let records = "{'descr': [('a]', '<f8'), ('b', '<i4', (2,))], 'fortran_order': False, 'shape': (4,), }"
        #expect(arrayFailure(npy(header: records, Self.four)).contains("FS431]: The array has records with fields"))
        #expect(arrayFailure(npy("<U2", "(2,)", elements(texts: ["a", "b"], "<U2"))).contains("The array holds texts"))
    }

    @Test(arguments: [
        ("()", "the shape (,); expected one or two extents"), ("(1, 2, 2)", "the shape (1, 2, 2); expected"),
        ("(0, 3)", "the shape (0, 3); expected"), ("(4611686018427387904, 2)", "which no memory holds"),
        ("(9223372036854775807,)", "which no memory holds"), ("(1, 16777217)", "16777217 columns; expected at most"),
    ])
    func `shapes that are no table are refused`(_ shape: String, _ text: String) {
        let found = arrayFailure(npy("<f8", shape, Self.four))
        #expect(found.contains("FS432") && (found.contains(text) || shape == "()"), "\(found)")
    }

    @Test func `cut off and longer files are refused before memory is taken`() {
        let bytes = npy("<f8", "(2, 2)", Self.four)
        #expect(
            arrayFailure(bytes.dropLast())
                == "data.npy:1: error[FS433]: The array is cut off: it has 159 bytes, and its "
                + "header says 128 and 32 bytes of elements.")
        #expect(arrayFailure(bytes + [0]).contains("FS433]: The array goes on after its last element"))
        #expect(arrayFailure(npy("<f8", "(100000000000, 100)", Self.four)).contains("FS433"))
    }

    @Test func `values that are no finite double are refused at their place`() {
        #expect(
            arrayFailure(npy("<f8", "(2, 2)", elements([1, 2, -.infinity, .infinity], "<f8")))
                == "data.npy:2:1: error[FS434]: The element in row 2 and column 1 is minus infinity; expected a finite "
                + "number, or NaN for no value.")
        #expect(
            arrayFailure(npy("<f4", "(2, 2)", elements([1, 2, .infinity, 3], "<f4"), isColumnMajor: true))
                .hasPrefix("data.npy:1:2: error[FS434]: The element in row 1 and column 2 is infinity"))
        #expect(
            arrayFailure(npy("|b1", "(2, 2)", [0, 1, 2, 1])).contains("row 2 and column 1 is the byte 2; expected"))
        let limit = Int64(1 << 53)
        let bytes = [limit, -limit, limit + 1, 0].flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
        }
        #expect(
            arrayFailure(npy("<i8", "(2, 2)", bytes))
                == "data.npy:2:1: error[FS435]: The element in row 2 and column 1 is 9007199254740993; expected a whole "
                + "number of at most 2^53 in magnitude, as a double holds each.")
        #expect(arrayFailure(npy("<u8", "(4,)", bytes)).contains("is 18437736874454810624; expected"))
    }

    @Test func `what is skipped may hold anything`() throws {
        let bytes = npy("<f8", "(2, 2)", elements([.infinity, 2, 3, 4], "<f8"))
        #expect(try readArray(bytes, as: ["f1": .skip]).columns.map(\.values) == [.numeric([2, 4])])
    }

    @Test func `no damage of a byte is fatal to the program`() throws {
        let whole = npy("<f8", "(2, 2)", Self.four)
        for length in 0..<whole.count { #expect(arrayFailure(Array(whole.prefix(length))) != "") }
        for place in whole.indices {
            for byte: UInt8 in [0, 0x20, 0x27, 0x28, 0x39, 0x7D, 0xFF] {
                var bytes = whole
                bytes[place] = byte
                // Refused or read, but never a crash; what is read has the shape that the header says.
                if let table = try? readArray(bytes) { #expect(table.rowCount * table.columns.count == 4) }
            }
        }
    }
}
