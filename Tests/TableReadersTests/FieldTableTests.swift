import CTextScan
import Testing

@testable import TableReaders

struct FieldTableTests {
    /// A text with room around it, as vector code needs it.
    private final class PaddedText {
        let room: UnsafeMutableBufferPointer<UInt8>
        let text: UnsafeBufferPointer<UInt8>

        init(_ bytes: [UInt8]) {
            let padding = Int(TEXT_SCAN_PADDING)
            room = .allocate(capacity: bytes.count + 2 * padding)
            room.initialize(repeating: .lineFeed)
            _ = room[padding...].update(fromContentsOf: bytes)
            text = UnsafeBufferPointer(rebasing: room[padding..<padding + bytes.count])
        }

        deinit { room.deallocate() }
    }

    private static let levels = [TEXT_SCAN_BASELINE, TEXT_SCAN_AVX2].map(Int32.init)

    /// Each field of each record as it was found, by vector code or record by record; `nil` where that cannot be.
    private func found(_ text: PaddedText, atOnce width: Int?) -> [[String]]? {
        let (fields, bytes) = (FieldTable(), text.text.span)
        if let width {
            guard fields.fill(text.text, delimiter: UInt8(ascii: ","), width: width).isRegular else { return nil }
        } else {
            var scanner = FieldScanner(delimiter: UInt8(ascii: ","))
            guard scanner.scan(bytes, limit: bytes.count, isLast: true, into: fields) == nil else { return nil }
        }
        return (0..<fields.recordCount).map { place in
            let record = fields.record(place)
            let places = (record.firstField..<record.firstField + record.fieldCount).map { field in
                "\(fields.outerStart(field, in: bytes)) \(fields.text(field, in: bytes))"
            }
            return ["line \(record.line) at \(record.offset)"] + places
        }
    }

    private func forEachLevel(_ body: () throws -> Void) rethrows {
        defer { text_scan_set_level(0) }
        for level in Self.levels {
            text_scan_set_level(level)
            try body()
        }
    }

    @Test func `quotes around whole fields are taken off at once`() {
        let text = PaddedText(Array("\"a\",\"\",1\r\n,\"x,y\",\"é\"\n\"\",\" \",\"\"\n".utf8))
        forEachLevel {
            #expect(
                found(text, atOnce: 3) == [
                    ["line 1 at 0", "0 a", "4 ", "7 1"], ["line 2 at 10", "10 ", "11 x,y", "17 é"],
                    ["line 3 at 22", "22 ", "25  ", "29 "],
                ])
        }
    }

    @Test(arguments: [
        "\"a\"\"b\",c\n", "\"a\nb\",c\n", "\"a\rb\",c\n", "a\"b\",c\n", "\"a\"b,c\n", "\"a,c\n", "a,\"\n", "a,\"b\" \n",
        "\"\"\"\",c\n", "\"a\",\"b\"\"\n", "a,b\"\n",
    ])
    func `other quotes are left to the scanner of records`(_ text: String) {
        for before in ["", "\"x\",y\n", String(repeating: "\"quoted\",2\n", count: 9)] {
            let padded = PaddedText(Array((before + text).utf8))
            forEachLevel { #expect(found(padded, atOnce: 2) == nil, "\(before)\(text)") }
        }
    }

    @Test func `what is found at once is what is found record by record`() {
        var random = SplitMix(seed: 11)
        let pieces = [
            "\"", "\"", "\"\"", ",", ",", "\n", "\n", "\r\n", "\r", "a", "1.5", "longer than most fields", "é", " ",
        ]
        var regular = 0
        for _ in 0..<20_000 {
            let width = 1 + random.below(3)
            var text = ""
            for _ in 0..<1 + random.below(8) {
                // Mostly regular, so that a single odd piece shows.
                let fields = (0..<width).map { _ in
                    random.pick(["\"\"", "\"a\"", "\"x,y\"", "7", "", "\"longer than most\""])
                }
                text += fields.joined(separator: ",") + random.pick(["\n", "\n", "\r\n"])
                if random.once(in: 9) { text += random.pick(pieces) }
            }
            if text.utf8.last != .lineFeed { text += "\n" }
            let padded = PaddedText(Array(text.utf8))
            let exact = found(padded, atOnce: nil)
            forEachLevel {
                guard let fields = found(padded, atOnce: width) else { return }
                regular += 1
                #expect(fields == exact, "\(text.debugDescription)")
            }
        }
        #expect(regular > 2_000)
    }
}
