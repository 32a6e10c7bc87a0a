import StageKit
import Testing

@testable import TableReaders

/// A table made cell by cell, and its text written in one of the many ways that the rules allow.
private struct WrittenTable {
    let format: DelimitedFormat
    var names: [String] = []
    /// What each cell means: a number's bits as text, a level, or `nil` for a missing one.
    var cells: [[String?]] = []
    var lines: [Int] = []
    private(set) var text = ""
    private var line = 1

    init(_ random: inout SplitMix) {
        let delimiter = random.pick([",", ",", ";", "\t", "|"])
        let tokens = random.pick([["NA"], ["?", "n/a"], []])
        format = DelimitedFormat(delimiter: delimiter.utf8.first ?? 0x2C, missingTokens: tokens)
        let width = 1 + random.below(6)
        let height = 1 + random.below(12)
        let lineBreak = random.pick(["\n", "\r\n", "\r"])
        let isText = (0..<width).map { _ in random.once(in: 2) }
        names = (0..<width).map { "\(Self.words[random.below(Self.words.count)])\($0)" }
        cells = [[String?]](repeating: [], count: width)
        if random.once(in: 5) { text = "\u{FEFF}" }
        record(names, delimiter, lineBreak, &random)
        for row in 0..<height {
            lines.append(line)
            let fields = isText.enumerated().map { field($0.offset, isText: $0.element, &random) }
            let isOpen = row == height - 1 && random.once(in: 3) && !(width == 1 && fields[0].text.isEmpty)
            record(fields.map(\.text), delimiter, isOpen ? "" : lineBreak, &random, mayPad: fields.map(\.mayPad))
            if row == height - 1, !isOpen, random.once(in: 3) { text += lineBreak + lineBreak }
        }
    }

    private static let words = [
        "x", "größe", "a b", "say \"it\"", "semi;colon", "two\nlines", "tab\there", "名前", "p|q,r",
    ]
    private static let texts = words + ["-", "1a", "é", "\r\n", " edge ", "\"", "\"\"", "inf", "0x1F", "-NA", "end\r"]

    /// A field's meaning goes to `cells`; what is written is given back, and whether blanks around it mean nothing.
    private mutating func field(
        _ column: Int, isText: Bool, _ random: inout SplitMix
    ) -> (text: String, mayPad: Bool) {
        if random.once(in: 6) {
            cells[column].append(nil)
            return (random.pick(format.missingTokens + [""]), true)
        }
        if isText {
            let text = random.pick(Self.texts)
            cells[column].append(text)
            return (text, false)
        }
        let value = random.once(in: 3) ? Double(random.below(2_000) - 1_000) / 8 : Double(bitPattern: random.next())
        let number = value.isFinite ? value : -0.0
        cells[column].append(String(describing: number))
        return (
            number == number.rounded() && abs(number) < 1e9 && random.once(in: 2) && number != 0
                ? random.pick(["", "+"].filter { $0.isEmpty || number > 0 }) + String(Int(number))
                : number.description, true
        )
    }

    private mutating func record(
        _ fields: [String], _ delimiter: String, _ lineBreak: String, _ random: inout SplitMix, mayPad: [Bool]? = nil
    ) {
        let written = fields.enumerated().map { place, field in
            let special = field.unicodeScalars.contains { "\"\r\n".unicodeScalars.contains($0) }
            let isEdged = field.first == " " || field.last == " "
            let mustQuote = special || field.contains(delimiter) || (isEdged && mayPad == nil)
            if mustQuote || (fields.count == 1 && field.isEmpty) || random.once(in: 4) {
                return "\"" + field.replacing("\"", with: "\"\"") + "\""
            }
            let pads = delimiter == "\t" ? [""] : ["", "", " ", "\t", " \t "]
            return mayPad?[place] ?? true ? random.pick(pads) + field + random.pick(pads) : field
        }
        text += written.joined(separator: delimiter) + lineBreak
        line += fields.map(Self.lineBreaks).reduce(1, +)
    }

    private static func lineBreaks(_ field: String) -> Int {
        field.unicodeScalars.filter { $0 == "\n" || $0 == "\r" }.count - field.occurrences("\r\n")
    }
}

extension String {
    /// How often a text of two scalars occurs.
    fileprivate func occurrences(_ pair: String) -> Int {
        zip(unicodeScalars, unicodeScalars.dropFirst()).filter { String($0) + String($1) == pair }.count
    }
}

struct HostileTableTests {
    @Test func `what is written by the rules is read back cell by cell, however the blocks fall`() throws {
        var random = SplitMix(seed: 4)
        for number in 0..<500 {
            let written = WrittenTable(&random)
            let size = random.pick([1, 2, 7, 64, 1 << 20])
            let table = try read(
                bytes: Array(written.text.utf8), written.format, block: size, size: size,
                threads: random.pick([1, 2, 3]))
            #expect(table.header.names == written.names, "case \(number): \(written.text.debugDescription)")
            #expect(table.lines == written.lines, "case \(number): \(written.text.debugDescription)")
            for (name, cells) in zip(written.names, written.cells) {
                let found = table.cells(name)
                let isSame = found.elementsEqual(cells) { ($0.map { Array($0.utf8) }) == ($1.map { Array($0.utf8) }) }
                #expect(isSame, "case \(number), \(name): \(written.text.debugDescription)")
            }
        }
    }

    @Test func `bytes without rules are read or refused, the same way however the blocks fall`() throws {
        var random = SplitMix(seed: 5)
        let alphabet = Array("\"\"\n\r,, 1a-.eé\u{FEFF}".utf8) + [0, 0xFF, 0xE2]
        for _ in 0..<500 {
            let bytes =
                Array("x,y\n".utf8.prefix(random.below(5))) + (0..<random.below(30)).map { _ in random.pick(alphabet) }
            let whole = Result { try read(bytes: bytes) }
            let cut = Result { try read(bytes: bytes, block: 1, size: 1) }
            switch (whole, cut) {
            case (.success(let a), .success(let b)):
                #expect(a.header == b.header && a.lines == b.lines)
                #expect(a.columns.map { a.cells($0.name) } == b.columns.map { b.cells($0.name) })
            case (.failure(let a as StageFailure), .failure(let b as StageFailure)): #expect(a == b, "\(bytes)")
            default: Issue.record("\(bytes): \(whole) and \(cut)")
            }
        }
    }
}
