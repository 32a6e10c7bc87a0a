import Testing

@testable import StageJSON

struct JSONReaderTests {
    private func failure(_ text: String) -> JSONReader.Failure? {
        do throws(JSONReader.Failure) {
            _ = try JSONReader.value(of: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `a document is read as it is`() throws {
        let text = #" {"a" : [1, -2.5e3, true, false, null], "b":"x\u00fc\ud83d\ude00\/\n", "c": {}} "#
        let value = try JSONReader.value(of: Array(text.utf8))
        let expected: JSONValue = [
            "a": .array([1, .number(-2500), .bool(true), .bool(false), .null]), "b": "xü😀/\n", "c": [:],
        ]
        #expect(value == expected)
    }

    @Test(arguments: [
        ("", "the document ends too early", 1, 1),
        ("{\"a\":1,\n \"a\":2}", "'a' is there twice", 2, 2),
        ("[1,]", "this is no JSON value", 1, 4),
        ("[1 2]", "',' or the end of the list is needed", 1, 4),
        ("{a:1}", "a name in quotes is needed", 1, 2),
        ("{\"a\" 1}", "':' is needed", 1, 6),
        ("1 x", "text follows the end of the document", 1, 3),
        ("01", "a number begins with 0", 1, 1),
        ("1.", "a digit is needed", 1, 3),
        ("1e+", "a digit is needed", 1, 4),
        ("1e999", "the number is beyond the range of a double", 1, 1),
        ("NaN", "this is no JSON value", 1, 1),
        ("-", "this is no JSON value", 1, 1),
        ("nul", "this is no JSON value", 1, 1),
        ("\"ab", "the text in quotes has no end", 1, 1),
        ("\"ü\tb\"", "a control character stands in a text", 1, 3),
        ("\"\\x\"", "this escape is unknown", 1, 2),
        ("\"\\ud800\"", "this escape is half a character", 1, 8),
        ("\"\\u12g4\"", "four hexadecimal digits are needed", 1, 4),
    ])
    func `a fault has its place`(text: String, reason: String, line: Int, column: Int) {
        #expect(failure(text) == JSONReader.Failure(reason: reason, line: line, column: column))
    }

    @Test func `depth is bounded`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(failure(deep)?.reason == "the document has more than 64 levels")
        #expect(failure(String(repeating: "[", count: 63) + String(repeating: "]", count: 63)) == nil)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONReader.Failure(reason: "the text is not UTF-8", line: 1, column: 1)) {
            try JSONReader.value(of: [0x22, 0xFF, 0x22])
        }
    }
}
