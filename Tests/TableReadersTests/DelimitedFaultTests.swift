import StageKit
import Testing

@testable import TableReaders

struct DelimitedFaultTests {
    /// A text, and the failure as a person sees it.
    static let faults: [(text: String, failure: String)] = [
        ("", "data.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows."),
        ("\u{FEFF}", "data.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows."),
        ("x,y\n", "data.csv:1: error[FS407]: The file has a header and no rows; expected at least one row."),
        ("x,y\n\n\n", "data.csv:1: error[FS407]: The file has a header and no rows; expected at least one row."),
        ("\nx,y\n1,2\n", "data.csv:1:1: error[FS414]: The first line is blank; expected the names of the columns."),
        ("x,,z\n1,2,3\n", "data.csv:1:3: error[FS414]: Column 2 of 3 has no name; expected one in each field."),
        ("x,y,\n1,2,3\n", "data.csv:1:5: error[FS414]: Column 3 of 3 has no name; expected one in each field."),
        (
            "ü,x,\"ü\"\n1,2,3\n",
            "data.csv:1:5: error[FS413]: Two columns are named 'ü', the 1st and the 3rd; expected each name once."
        ),
        (
            "x,y\n1,2\n3\n",
            "data.csv:3:1: error[FS408]: The row has 1 field; expected 2, as many as the header has."
        ),
        (
            "x,y\n\"1\n\n\",2\n3,4,5\n",
            "data.csv:5:1: error[FS408]: The row has 3 fields; expected 2, as many as the header has."
        ),
        (
            "x,y\n1,2\n\n\n3,4\n",
            "data.csv:3:1: error[FS409]: The line is blank, and rows follow it; expected blank lines at the end of the "
                + "file alone."
        ),
        (
            "x,y\nä,\"b\n1,2\n3,4\n",
            "data.csv:2:3: error[FS410]: The quoted field that begins here has no closing quote."
        ),
        (
            "x,y\r\n1,\"é\"b\r\n",
            "data.csv:2:6: error[FS411]: Text follows a closing quote; expected a delimiter or the end of the line. A "
                + "quote inside a quoted field is written twice."
        ),
        (
            "x,y\n1,5\" pipe\n",
            "data.csv:2:4: error[FS412]: A quote stands inside a field that does not begin with one; expected the whole "
                + "field in quotes, and the quote in it written twice."
        ),
        (
            "x,y\n1,a\n2,b\nüx,c\nNA,d\noops,e\n4,f\n",
            "data.csv:4:1: error[FS415]: Column 'x' has 3 numbers, and 2 cells of the other kind; the first, 'üx', is "
                + "not a number. Expected numbers only or texts only."
        ),
        (
            "x,y\n1,a\n2,b\n3,\"7\"\n",
            "data.csv:4:3: error[FS415]: Column 'y' has 2 texts, and one cell of the other kind; the first, '7', is a "
                + "number. Expected numbers only or texts only."
        ),
        (
            "x,y\n1,a\n2,1e999\n",
            "data.csv:2:3: error[FS415]: Column 'y' has 1 number, and one cell of the other kind; the first, 'a', is "
                + "not a number. Expected numbers only or texts only."
        ),
        (
            "x,y\n1,a\n\"-1e999\",b\n1e400,c\n",
            "data.csv:3:1: error[FS417]: The number '-1e999' in column 'x' is too large; expected at most about 1.8e308 "
                + "in magnitude."
        ),
        (
            "x\ne\u{301}\nb\n\u{E9}\n",
            "data.csv:1: error[FS419]: Column 'x' has two levels that both show as 'é' and differ only in Unicode "
                + "normalization; expected one spelling."
        ),
        (
            "x,y\nää,b\u{0}c\n",
            "data.csv:2:5: error[FS404]: A NUL byte stands in the text; expected UTF-8 text."
        ),
    ]

    @Test(arguments: faults, [1, 2, 3, 1 << 20])
    func `a fault is named with its place`(_ fault: (text: String, failure: String), size: Int) {
        let found = failure { try read(bytes: Array(fault.text.utf8), block: size, size: size) }
        #expect(
            found?.description.unicodeScalars.elementsEqual(fault.failure.unicodeScalars) == true, "\(found as Any)")
        #expect(found?.kind == .data)
    }

    @Test func `a column that is asked for as numeric names its first text`() {
        let found = failure { try read("x,y\n1,2\n3,a\n4,b\n", as: ["y": .numeric]) }
        #expect(
            found?.description
                == "data.csv:3:3: error[FS416]: Column 'y' must hold numbers, and 2 cells are not one; the "
                + "first is 'a'.")
    }

    @Test func `a mixture comes with a way out`() {
        let found = failure { try read("x\n1\nunknown\n") }
        #expect(
            found?.diagnostic.suggestion
                == "correct the cell, list it in missing-tokens, or give the column a type")
        #expect(found?.diagnostic.location?.length == 7)
    }

    /// Bytes after `x,y\n1,ä`, and what is said of them.
    static let badBytes: [(bytes: [UInt8], failure: String)] = [
        ([0xE9, 0x0A], "data.csv:2:4: error[FS403]: The byte 0xE9 is not UTF-8; expected UTF-8 text."),
        ([0x80], "data.csv:2:4: error[FS403]: The byte 0x80 is not UTF-8; expected UTF-8 text."),
        ([0xED, 0xA0, 0x80], "data.csv:2:4: error[FS403]: The byte 0xED is not UTF-8; expected UTF-8 text."),
        (
            [0x0A, 0x31, 0x2C, 0xF4, 0x90],
            "data.csv:3:3: error[FS403]: The byte 0xF4 is not UTF-8; expected UTF-8 text."
        ),
        ([0xE2, 0x82], "data.csv:2:4: error[FS403]: The file ends inside a character; expected UTF-8 text."),
    ]

    @Test(arguments: badBytes, [1, 3, 1 << 20])
    func `bytes that are not UTF-8 are named with their place`(_ fault: (bytes: [UInt8], failure: String), size: Int) {
        let found = failure { try read(bytes: Array("x,y\n1,ä".utf8) + fault.bytes, block: size, size: size) }
        #expect(found?.description == fault.failure)
    }

    @Test(arguments: [[0xFF, 0xFE, 0x78, 0x00], [0xFE, 0xFF, 0x00, 0x78]] as [[UInt8]])
    func `other encodings are named`(_ bytes: [UInt8]) {
        let found = failure { try read(bytes: bytes) }
        #expect(found?.description == "data.csv:1: error[FS405]: The file is UTF-16; expected UTF-8.")
    }

    @Test(arguments: [1, 1 << 20])
    func `the first fault of a file is the one that is named`(_ size: Int) {
        func code(_ text: String) -> String? {
            failure { try read(bytes: Array(text.utf8), block: size, size: size) }?.diagnostic.code
        }
        #expect(code("x,y\n1\n1,\"a\"b\n1,\u{0}\n") == "FS408")
        #expect(code("x,y\n1,\"a\"b\n1\n1,\u{0}\n") == "FS411")
        #expect(code("x,y\n1,\u{0}\n1\n1,\"a\"b\n") == "FS404")
        #expect(code("x,y\n1,2\na,\"b\n1\n1,\u{0}\n") == "FS404")
    }

    @Test func `a record beyond the limit is a resource failure at its line`() {
        let text = "x,y\n1,2\n3,\"" + String(repeating: "long ", count: 40) + "\n"
        let found = failure { try read(bytes: Array(text.utf8), block: 16, size: 16, largestRecord: 100) }
        #expect(
            found?.description
                == "data.csv:3:1: error[FS418]: The record that begins here is longer than 100 bytes, which "
                + "is the limit; is a quote open?")
        #expect(found?.kind == .resource)
    }

    @Test func `a table beyond the memory that is allowed is refused with what it needs`() throws {
        let bytes = Array(("x,y\n" + String(repeating: "1,2\n", count: 50_000)).utf8)
        let found = failure { try read(bytes: bytes, memory: 1_000_000) }
        #expect(
            found?.description
                == "data.csv:1: error[FS422]: The table needs about 2.4 MB for 100000 rows of 2 columns, and it may take at "
                + "most 1.0 MB.")
        #expect(found?.kind == .resource)
        #expect(
            found?.diagnostic.suggestion == "raise --max-memory, or give columns that are not needed the role 'ignore'")
        #expect(try read(bytes: bytes, memory: 3_000_000).rowCount == 50_000)
    }

    @Test func `distinct texts count among the memory that is allowed`() throws {
        let rows = (0..<20_000).map { "text number \($0),1\n" }.joined()
        let bytes = Array(("x,y\n" + rows).utf8)
        let found = failure { try read(bytes: bytes, memory: 1_000_000) }
        #expect(
            found?.description
                == "data.csv:1: error[FS422]: The table needs about 1.4 MB for 20000 rows of 2 columns, and it may take at "
                + "most 1.0 MB.")
        #expect(try read(bytes: bytes, memory: 2_000_000).rowCount == 20_000)
        #expect(
            try read(bytes: Array(("x,y\n" + String(repeating: "text,1\n", count: 20_000)).utf8), memory: 1_000_000)
                .rowCount == 20_000)
    }

    @Test(arguments: [
        ("x\n\"1,5\"\n2\n", "write '1,5' with a decimal point and no other mark"),
        ("x\n1\n2\n\"1,234\"\n", "write '1,234' with a decimal point and no other mark"),
        ("x\n1\noops\n", "correct the cell, list it in missing-tokens, or give the column a type"),
    ])
    func `a mixture says what to do, a comma in a number first of all`(text: String, suggestion: String) {
        #expect(failure { try read(text) }?.diagnostic.suggestion == suggestion)
    }

    @Test(arguments: ["21,5", "-1.234,56", "+1,234", "1,2,3"])
    func `numbers with a comma are known`(_ text: String) { #expect(isNumberWithComma(text)) }

    @Test(arguments: ["", ",", "21.5", "5", ",5", "5,", "a,b", "1,b", "1, 5", "--1,5"])
    func `texts with a comma, and other numbers, are none`(_ text: String) { #expect(!isNumberWithComma(text)) }

    @Test func `more texts than can be counted are a resource failure`() {
        let found = ColumnFault.tooManyLevels.failure(column: "x", file: "data.csv")
        #expect(
            found.description
                == "data.csv:1: error[FS420]: Column 'x' has more than 2147483647 distinct texts; expected fewer.")
        #expect(found.kind == .resource)
    }

    @Test func `hostile text is shown escaped and cut`() {
        let found = failure { try read("x\n1\n2\n\"\u{1B}[2J" + String(repeating: "a", count: 99) + "\"\n") }
        #expect(
            found?.diagnostic.message
                == "Column 'x' has 2 numbers, and one cell of the other kind; the first, '\\u{1B}[2J"
                + String(repeating: "a", count: 36) + "…', is not a number. Expected numbers only or texts only.")
    }
}
