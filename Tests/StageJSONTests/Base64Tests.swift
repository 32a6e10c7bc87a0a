import StageJSON
import StageKit
import Testing

struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the standard's examples come out`(plain: String, text: String) {
        #expect(Base64.text(of: Array(plain.utf8)) == text)
        #expect(Base64.bytes(of: text) == Array(plain.utf8))
    }

    @Test func `all bytes come back`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * $0 &* 31) }
        #expect(Base64.bytes(of: Base64.text(of: bytes)) == bytes)
        #expect(Base64.text(of: [0xFB, 0xFF]) == "+/8=")
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "Zm9v\n", "Zm 9v", "Zm9_", "ä==="])
    func `another text is none`(text: String) { #expect(Base64.bytes(of: text) == nil) }

    @Test func `a computation is written and read`() throws {
        let operation = ColumnOperation.computed(
            StageComputation(
                stage: "pca", namespace: "urn:x", version: 2, inputs: ["a", "b"], outputs: ["c"], state: [1, 2, 255]))
        let line = String(decoding: CanonicalJSON.line(of: operation.json), as: UTF8.self)
        #expect(
            line
                == #"{"op": "computed", "inputs": ["a", "b"], "outputs": ["c"], "stage": "pca", "namespace": "urn:x", "#
                + #""version": 2, "state": "AQL/"}"# + "\n")
        let source = JSONFields.Source(file: "f", part: "p") { _, fault in
            StageFailure(.data, code: "FS605", "\(fault)")
        }
        func read(_ text: String) throws -> ColumnOperation {
            try ColumnOperation(source.value(of: Array(text.utf8)), at: "it", in: source)
        }
        #expect(try read(line) == operation)
        for (part, wrong, reason) in [
            ("AQL/", "AQL", "Base64"), (#"["c"]"#, "[]", "no output"), (#"["c"]"#, #"["c", "c"]"#, "there twice"),
            (#"["a", "b"]"#, #"["a", "a"]"#, "there twice"), ("\"urn:x\"", "7", "text"),
        ] {
            let failure = #expect(throws: StageFailure.self) { try read(line.replacing(part, with: wrong)) }
            #expect(failure?.diagnostic.message.contains(reason) == true)
        }
    }
}
