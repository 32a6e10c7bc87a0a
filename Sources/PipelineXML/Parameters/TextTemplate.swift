/// A value's text with its references to parameters.
///
/// `${name}` refers to a parameter, `$${` stands for a `${` that refers to none, and any other `$` is itself.
struct TextTemplate {
    /// A part of the text.
    enum Piece: Hashable {
        /// Text as it is.
        case literal(String)
        /// A reference, with the range of bytes of the value in which it stands.
        case parameter(String, Range<Int>)
    }

    /// The parts in order; none is an empty text.
    let pieces: [Piece]
    /// Where a `${` begins that no `}` ends, as an offset in bytes.
    let unclosed: Int?

    init(_ text: String) {
        var cursor = Cursor(bytes: Array(text.utf8), index: 0)
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        var unclosed: Int?
        func flush() {
            if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
            literal = []
        }
        while let byte = cursor.byte {
            if cursor.sees("$${") {
                literal += "${".utf8
                cursor.index += 3
            } else if cursor.sees("${") {
                let start = cursor.index
                cursor.skip(to: "}")
                guard cursor.byte != nil else {
                    unclosed = start
                    break
                }
                flush()
                cursor.index += 1
                let name = String(decoding: cursor.bytes[start + 2..<cursor.index - 1], as: UTF8.self)
                pieces.append(.parameter(name, start..<cursor.index))
            } else {
                literal.append(byte)
                cursor.index += 1
            }
        }
        flush()
        self.pieces = pieces
        self.unclosed = unclosed
    }

    /// The parameter that the whole text is, if it is one.
    var wholeParameter: String? {
        if pieces.count == 1, case .parameter(let name, _) = pieces[0] { return name }
        return nil
    }

    /// The names referred to, in order.
    var parameterNames: [String] {
        pieces.compactMap { if case .parameter(let name, _) = $0 { name } else { nil } }
    }

    /// A text as it must be written to stand for itself.
    static func escaped(_ text: String) -> String { text.replacing("${", with: "$${") }
}
