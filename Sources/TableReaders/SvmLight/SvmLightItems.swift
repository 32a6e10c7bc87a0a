import CTextScan
import StageKit

/// The items of one line of an svmlight file: what stands between blanks, up to a comment.
struct SvmLightItems {
    private let line: Range<Int>
    private let number: Int
    private let file: String
    private let end: Int
    private var at: Int

    /// - Parameters:
    ///   - line: Where the line lies in the text, without its end.
    ///   - number: Its number, from 1.
    ///   - file: The file, for messages.
    ///   - text: The text.
    init(line: Range<Int>, number: Int, file: String, in text: Span<UInt8>) {
        self.line = line
        self.number = number
        self.file = file
        at = line.lowerBound
        var end = line.lowerBound
        while end < line.upperBound, text[end] != UInt8(ascii: "#") { end += 1 }
        self.end = end
    }

    /// Where the next item lies; `nil` at the end.
    mutating func next(in text: Span<UInt8>) -> Range<Int>? {
        while at < end, text[at].isBlank { at += 1 }
        guard at < end else { return nil }
        let start = at
        while at < end, !text[at].isBlank { at += 1 }
        return start..<at
    }

    /// The number that a row begins with.
    func label(_ item: Range<Int>, in text: Span<UInt8>) throws(StageFailure) -> Double {
        let (value, kind) = number(item, in: text)
        switch kind {
        case TEXT_SCAN_NUMBER: return value
        case TEXT_SCAN_OVERFLOW:
            throw failure("FS490", "The label \(shown(item, text)) is \(Self.tooLarge)", item, in: text)
        default: break
        }
        let found = "The row begins with \(shown(item, text)); expected "
        if item.contains(where: { text[$0] == UInt8(ascii: ":") }) {
            throw failure("FS490", found + "its label, a number, before the first index:value.", item, in: text)
        }
        if item.contains(where: { text[$0] == UInt8(ascii: ",") }) {
            throw failure("FS490", found + "one label: rows of several are not read.", item, in: text)
        }
        throw failure("FS490", found + "its label, a number.", item, in: text)
    }

    /// The number behind `qid:`; `nil` where the item does not begin so.
    func query(_ item: Range<Int>, in text: Span<UInt8>) throws(StageFailure) -> Double? {
        guard item.count >= 4, zip(item, "qid:".utf8).allSatisfy({ text[$0] == $1 }) else { return nil }
        let digits = item.dropFirst(4)
        // Above 2⁵³ a double would take two queries for one.
        guard let query = wholeNumber(digits, in: text), query <= 1 << 53 else {
            throw failure(
                "FS495",
                "The query \(shown(item, text)) has no number; expected qid: and a whole number of at most 2^53.",
                item, in: text)
        }
        return Double(query)
    }

    /// The index and value of an item.
    ///
    /// - Parameters:
    ///   - item: The item.
    ///   - last: The index before it, 0 for the first.
    ///   - text: The text.
    func entry(
        _ item: Range<Int>, after last: Int, in text: Span<UInt8>
    ) throws(StageFailure) -> (index: Int, value: Double) {
        guard let colon = item.first(where: { text[$0] == UInt8(ascii: ":") }), colon + 1 < item.upperBound,
            let index = wholeNumber(item.lowerBound..<colon, in: text)
        else {
            throw failure("FS491", "\(shown(item, text)) stands here; expected index:value.", item, in: text)
        }
        guard index > last else { throw order(index, last, item, text) }
        let (value, kind) = number(colon + 1..<item.upperBound, in: text)
        switch kind {
        case TEXT_SCAN_NUMBER: return (index, value)
        case TEXT_SCAN_OVERFLOW:
            throw failure("FS493", "The value \(shown(item, text)) is \(Self.tooLarge)", item, in: text)
        default:
            throw failure(
                "FS493", "The value in \(shown(item, text)) is not a number; expected index:value.", item, in: text)
        }
    }

    private static let tooLarge = "too large; expected at most about 1.8e308 in magnitude."

    private func order(_ index: Int, _ last: Int, _ item: Range<Int>, _ text: Span<UInt8>) -> StageFailure {
        let found =
            switch index {
            case 0:
                "The index 0 stands here; expected indices from 1, as svmlight counts features and scikit-learn writes "
                    + "them with zero_based=False."
            case last: "The index \(index) stands here twice; expected each at most once in a row."
            default: "The index \(index) follows \(last); expected indices that ascend."
            }
        return failure("FS492", found, item, in: text)
    }

    private func number(_ range: Range<Int>, in text: Span<UInt8>) -> (value: Double, kind: Int) {
        var value = 0.0
        let kind = text.extracting(range).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { Int(text_scan_decimal($0, bytes.count, &value)) } ?? TEXT_SCAN_EMPTY
        }
        return (value, kind)
    }

    /// A number of digits alone; the largest integer where it is larger.
    private func wholeNumber(_ range: Range<Int>, in text: Span<UInt8>) -> Int? {
        guard !range.isEmpty else { return nil }
        var number = 0
        for i in range {
            let digit = Int(text[i]) - 0x30
            guard (0...9).contains(digit) else { return nil }
            let (tens, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = tens.addingReportingOverflow(digit)
            number = overflows || overflowsToo ? Int.max : sum
        }
        return number
    }

    // MARK: Messages

    /// Where an item stands.
    func location(of item: Range<Int>, in text: Span<UInt8>) -> SourceLocation {
        let place = TextPosition(line: number, column: 1).advanced(over: line.lowerBound..<item.lowerBound, in: text)
        return SourceLocation(
            file: file, line: place.line, column: place.column, length: min(item.count, 40))
    }

    func failure(_ code: String, _ message: String, _ item: Range<Int>, in text: Span<UInt8>) -> StageFailure {
        StageFailure(.data, code: code, message, at: location(of: item, in: text))
    }

    private func shown(_ item: Range<Int>, _ text: Span<UInt8>) -> String {
        text.extracting(item).withUnsafeBufferPointer { TableReaders.shown(String(decoding: $0, as: UTF8.self)) }
    }
}
