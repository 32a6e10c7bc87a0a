import StageJSON
import Testing

struct CanonicalJSONTests {
    private func text(_ value: JSONValue) -> String {
        String(decoding: CanonicalJSON.bytes(of: value), as: UTF8.self)
    }

    @Test func `members keep their order and plain lists stand on one line`() {
        let value: JSONValue = ["b": 1, "a": ["x": .init([1.5, -0.0, 3]), "y": .array([]), "z": [:]], "c": .null]
        #expect(
            text(value) == """
                {
                  "b": 1,
                  "a": {
                    "x": [1.5, -0, 3],
                    "y": [],
                    "z": {}
                  },
                  "c": null
                }

                """)
    }

    @Test func `only what must be escaped is escaped`() {
        #expect(text(.string("a\"b\\c/d\n\t\u{1}ü😀")) == "\"a\\\"b\\\\c/d\\n\\t\\u0001ü😀\"\n")
    }

    @Test func `numbers that are not finite are null`() {
        #expect(text(.number(.nan)) == "null\n")
        #expect(text(.init(Double.infinity)) == "null\n")
    }

    @Test func `every number comes back with the same bits`() throws {
        var pattern: UInt64 = 0x9E37_79B9_7F4A_7C15
        var numbers: [Double] = [
            0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e15, 1e16, 0.1, 1.0 / 3, -2.5e-7,
        ]
        for _ in 0..<2000 {
            pattern = pattern &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Double(bitPattern: pattern)
            if number.isFinite { numbers.append(number) }
        }
        guard case .array(let read) = try JSONReader.value(of: CanonicalJSON.bytes(of: .init(numbers))) else {
            Issue.record("a list is needed")
            return
        }
        let bits = read.map { value -> UInt64? in
            switch value {
            case .number(let number): number.bitPattern
            case .integer(let number): Double(number).bitPattern
            default: nil
            }
        }
        #expect(bits == numbers.map { $0.bitPattern })
    }
}
