/// Reads the dictionary in an array's header, which is written as Python writes it; nothing is evaluated.
///
/// Exactly the three keys of the format, each once, in any order; then blanks and one line feed.
struct HeaderLiteral {
    /// What the dictionary says.
    struct Fields {
        /// The type; `nil` for a list of fields.
        let type: String?
        let isColumnMajor: Bool
        let shape: [Int]
    }

    /// Where the text is not what it should be.
    struct Fault: Error {
        /// The offset in the header, in bytes.
        let offset: Int
        /// What should stand there.
        let expected: String
    }

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func fields() throws(Fault) -> Fields {
        var type: String??
        var order: Bool?
        var shape: [Int]?
        try expect("{")
        while !takes("}") {
            let start = at
            let key = try string()
            try expect(":")
            switch key {
            case "descr" where type == nil: type = .some(try descriptor())
            case "fortran_order" where order == nil: order = try truth()
            case "shape" where shape == nil: shape = try tuple()
            default:
                throw Fault(offset: start, expected: "'descr', 'fortran_order' or 'shape', each once,")
            }
            if !takes(",") {
                try expect("}")
                break
            }
        }
        let end = at
        skipBlanks()
        guard at == bytes.count - 1, bytes[at] == .lineFeed else {
            throw Fault(offset: at, expected: "a line feed at the header's end and nothing behind it")
        }
        guard let type, let order, let shape else {
            throw Fault(offset: end, expected: "each of 'descr', 'fortran_order' and 'shape'")
        }
        return Fields(type: type, isColumnMajor: order, shape: shape)
    }

    /// A string; for a list, which is a type with fields, `nil`.
    private mutating func descriptor() throws(Fault) -> String? {
        skipBlanks()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "[") else { return try string() }
        // What is in the list does not matter, but for strings, which may hold brackets.
        var depth = 0
        repeat {
            guard at < bytes.count else { throw Fault(offset: at, expected: "the end of the list") }
            switch bytes[at] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                _ = try string()
                continue
            default: break
            }
            at += 1
        } while depth > 0
        return nil
    }

    /// Text between two quotes of one kind; escapes stay as they are, since no type has any.
    private mutating func string() throws(Fault) -> String {
        skipBlanks()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "'") || bytes[at] == .quote else {
            throw Fault(offset: at, expected: "a text in quotes")
        }
        let start = at + 1
        guard let end = bytes[start...].firstIndex(of: bytes[at]) else {
            throw Fault(offset: at, expected: "a closing quote")
        }
        at = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func truth() throws(Fault) -> Bool {
        if takes("True") { return true }
        if takes("False") { return false }
        throw Fault(offset: at, expected: "True or False")
    }

    /// Whole numbers in parentheses, with a comma behind a single one.
    private mutating func tuple() throws(Fault) -> [Int] {
        try expect("(")
        var numbers: [Int] = []
        while !takes(")") {
            numbers.append(try number())
            if takes(",") { continue }
            if numbers.count == 1 { throw Fault(offset: at, expected: "a comma") }
            try expect(")")
            break
        }
        return numbers
    }

    private mutating func number() throws(Fault) -> Int {
        skipBlanks()
        let digits = bytes[at...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), digits.count == 1 || digits.first != 0x30
        else { throw Fault(offset: at, expected: "a whole number from 0 to \(Int.max)") }
        at += digits.count
        return number
    }

    private mutating func expect(_ text: String) throws(Fault) {
        guard takes(text) else { throw Fault(offset: at, expected: "'\(text)'") }
    }

    private mutating func takes(_ text: String) -> Bool {
        skipBlanks()
        guard bytes[at...].starts(with: text.utf8) else { return false }
        at += text.utf8.count
        return true
    }

    private mutating func skipBlanks() { while at < bytes.count, bytes[at] == UInt8(ascii: " ") { at += 1 } }
}
