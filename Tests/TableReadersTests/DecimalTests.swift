import CTextScan
import Glibc
import Testing

/// Reads a text as one decimal number.
private func decimal(_ text: String) -> (kind: Int, value: Double) {
    var value = 0.0
    let bytes = Array(text.utf8)
    let kind = bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { text_scan_decimal($0, buffer.count, &value) } ?? UInt8(TEXT_SCAN_EMPTY)
    }
    return (Int(kind), value)
}

struct DecimalTests {
    @Test func `numbers have the bits that strtod gives`() {
        var random = SplitMix(seed: 1)
        for _ in 0..<40_000 {
            let text = Self.decimalText(&random)
            expectSameAsStrtod(text)
        }
    }

    @Test func `every finite double is read back from its shortest text`() {
        var random = SplitMix(seed: 2)
        for _ in 0..<10_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let found = decimal(value.description)
            #expect(found.kind == TEXT_SCAN_NUMBER && found.value.bitPattern == value.bitPattern, "\(value)")
        }
    }

    @Test(arguments: [
        "0", "-0", "-0.0", "+0", "0e999999999999999999999", "0000000000000000000000000001",
        "0.00000000000000000000000000000000000000000000000001", "9007199254740992", "9007199254740993",
        "9007199254740994", "9007199254740993e0", "90071992547409930000000000000001e-16", "1e22", "1e23",
        "123456789e22",
        "8.5e-22", "8.5e-23", "12345678", "123456789", "1234567812345678", "12345678.12345678", "1.",
        ".5", "5e-324", "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
        "-2.4703282292062328e-324", "1e-400", "-1e-99999999999999999999", "2.2250738585072011e-308",
        "2.2250738585072014e-308", "1.7976931348623157e308", "1.7976931348623158e308", "17976931348623157e292",
        "0.5000000000000000277555756156289135", "1.00000000000000011102230246251565404",
        "1.00000000000000011102230246251565404236316680908203125",
        "1.00000000000000011102230246251565404236316680908203126", "7.0385307e-26", "1E5", "1e+5", "+3.25e-0",
        "18446744073709551617", "184467440737095516160e-1",
    ])
    func `hard cases have the bits that strtod gives`(_ text: String) {
        expectSameAsStrtod(text)
    }

    @Test(arguments: ["1.7976931348623159e308", "-1.8e308", "1e309", "1e999", "123456789012345678901234567890e300"])
    func `what no double can hold is an overflow`(_ text: String) {
        let found = decimal(text)
        #expect(found.kind == TEXT_SCAN_OVERFLOW && found.value.isNaN)
    }

    @Test(arguments: [
        "", "+", "-", ".", "+.", "e5", ".e5", "1e", "1e+", "1e-", "1e5.0", "--1", "+-1", "1-", "1..2", "1.2.3", "1,5",
        "1_000", "inf", "-inf", "Infinity", "nan", "NaN", "nan(1)", "0x10", "0x1p3", "1d5", "1f", " 1", "1 ", "1\u{0}",
        "٣", "１", "1e１", "true",
    ])
    func `what is not decimal syntax is no number`(_ text: String) {
        let found = decimal(text)
        #expect(found.kind == (text.isEmpty ? TEXT_SCAN_EMPTY : TEXT_SCAN_OTHER) && found.value.isNaN)
    }

    @Test(arguments: [TEXT_SCAN_BASELINE, TEXT_SCAN_AVX2])
    func `fields of a table are read one by one, whatever the processor`(_ level: Int) {
        text_scan_set_level(CInt(level))
        defer { text_scan_set_level(0) }
        var random = SplitMix(seed: 6)
        let odd = [
            "", " ", "x", "1e999", " 1\t", "-", "+", ".", "-.", "1.2.3", "1-2", "\t2.5", "1 2", "0x1", "é", "-1é",
        ]
        let texts = (0..<6_000).map { _ in random.once(in: 5) ? random.pick(odd) : Self.decimalText(&random) }
        let table = FieldColumns(texts, width: 3)
        let (values, others) = table.read(wanted: [1, 0, 1])
        #expect(others[1] == 0)
        for column in [0, 2] {
            let isNumber = (0..<table.rowCount).map { !values[column][$0].isNaN }
            #expect(Int(others[column]) == isNumber.filter { !$0 }.count)
            for row in 0..<table.rowCount {
                let text = texts[row * 3 + column]
                let alone = decimal(Self.withoutBlanks(text))
                #expect(isNumber[row] == (alone.kind == TEXT_SCAN_NUMBER), "\(text)")
                #expect(!isNumber[row] || values[column][row].bitPattern == alone.value.bitPattern, "\(text)")
            }
        }
    }

    @Test(arguments: [TEXT_SCAN_BASELINE, TEXT_SCAN_AVX2])
    func `plain numbers of every length and point have the bits that strtod gives`(_ level: Int) {
        text_scan_set_level(CInt(level))
        defer { text_scan_set_level(0) }
        var random = SplitMix(seed: 7)
        var texts: [String] = []
        for length in 1...36 {
            for point in 0...length {
                for sign in ["", "-", "+"] {
                    var digits = (0..<length).map { _ in String(random.below(10)) }
                    if point < length { digits.insert(".", at: point) }
                    texts.append(sign + digits.joined())
                }
            }
        }
        let (values, others) = FieldColumns(texts, width: 1).read(wanted: [1])
        #expect(others == [0])
        for (text, value) in zip(texts, values[0]) {
            #expect(value.bitPattern == strtod(text, nil).bitPattern, "\(text)")
        }
    }

    private static func withoutBlanks(_ text: String) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    private func expectSameAsStrtod(_ text: String) {
        let expected = strtod(text, nil)
        let found = decimal(text)
        if expected.isInfinite {
            #expect(found.kind == TEXT_SCAN_OVERFLOW, "\(text)")
        } else {
            #expect(found.kind == TEXT_SCAN_NUMBER && found.value.bitPattern == expected.bitPattern, "\(text)")
        }
    }

    /// A number in decimal syntax of any length, with many zeros and exponents now and then.
    private static func decimalText(_ random: inout SplitMix) -> String {
        let digits = Array("0123456789".unicodeScalars)
        func run(_ count: Int, _ random: inout SplitMix) -> String {
            let zeros = random.once(in: 4) ? count / 2 : 0
            return (0..<count).reduce(into: "") { $0.unicodeScalars.append($1 < zeros ? "0" : random.pick(digits)) }
        }
        var text = random.pick(["", "", "-", "+"])
        let whole = random.once(in: 40) ? random.below(60) : random.below(12)
        let fraction = random.once(in: 40) ? random.below(400) : random.below(14)
        text += run(max(whole, fraction == 0 ? 1 : 0), &random)
        if fraction > 0 || random.once(in: 6) { text += "." + run(fraction, &random) }
        if random.once(in: 3) {
            text +=
                random.pick(["e", "E"]) + random.pick(["", "-", "+"]) + String(random.below(random.pick([30, 400])))
        }
        return text
    }
}

/// Texts as the fields of a table that touch each other, with nothing between them.
private struct FieldColumns {
    let width: Int
    let rowCount: Int
    private var bytes = [UInt8](repeating: 0x37, count: Int(TEXT_SCAN_PADDING))
    private var starts: [UInt32] = []
    private var ends: [UInt32] = []

    init(_ texts: [String], width: Int) {
        self.width = width
        rowCount = texts.count / width
        for text in texts {
            starts.append(UInt32(bytes.count))
            bytes += Array(text.utf8)
            ends.append(UInt32(bytes.count))
        }
        bytes += [UInt8](repeating: 0x37, count: Int(TEXT_SCAN_PADDING))
    }

    /// The numbers of each column, and how many fields of it are none.
    func read(wanted: [UInt8]) -> (values: [[Double]], others: [UInt32]) {
        let stride = rowCount + 3
        var values = [Double](repeating: 0, count: stride * width)
        var others = [UInt32](repeating: 9, count: width)
        text_scan_numbers(bytes, starts, ends, rowCount, width, wanted, &values, stride, &others)
        return ((0..<width).map { Array(values[$0 * stride..<$0 * stride + rowCount]) }, others)
    }
}
