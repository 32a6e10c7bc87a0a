import StageKit

/// What is wrong with a text, and where.
struct TextFault {
    /// What is wrong.
    enum Kind: Equatable {
        /// The syntax is broken.
        case syntax(FieldScanner.Fault)
        /// A byte that is no part of UTF-8.
        case invalid(UInt8)
        /// The text ends inside a character.
        case cutOff
        /// A NUL.
        case null
        /// The text is UTF-16.
        case otherEncoding
        /// A record is longer than may be.
        case tooLong(limit: Int)
    }

    /// What is wrong.
    let kind: Kind
    /// Where, its line counted from 1 for the first of the block; `nil` for the file as a whole.
    let position: TextPosition?

    /// The failure that stops the run.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - firstLine: The line on which the block begins.
    ///   - suggestion: What may help.
    func failure(file: String, firstLine: Int, suggestion: String? = nil) -> StageFailure {
        let (failure, code, message) = sentence
        let location = position.map { place in
            SourceLocation(file: file, line: firstLine - 1 + place.line, column: place.column)
        }
        return StageFailure(
            failure, code: code, message, at: location ?? SourceLocation(file: file, line: 1), suggestion: suggestion)
    }

    private var sentence: (StageFailure.Kind, String, String) {
        switch kind {
        case .invalid(let byte):
            (.data, "FS403", "The byte \(hexadecimal(byte)) is not UTF-8; expected UTF-8 text.")
        case .cutOff: (.data, "FS403", "The file ends inside a character; expected UTF-8 text.")
        case .null: (.data, "FS404", "A NUL byte stands in the text; expected UTF-8 text.")
        case .otherEncoding: (.data, "FS405", "The file is UTF-16; expected UTF-8.")
        case .syntax(.openQuote): (.data, "FS410", "The quoted field that begins here has no closing quote.")
        case .syntax(.textAfterQuote):
            (
                .data, "FS411",
                "Text follows a closing quote; expected a delimiter or the end of the line. A quote inside a "
                    + "quoted field is written twice."
            )
        case .syntax(.quoteInText):
            (
                .data, "FS412",
                "A quote stands inside a field that does not begin with one; expected the whole field in "
                    + "quotes, and the quote in it written twice."
            )
        case .tooLong(let limit):
            (
                .resource, "FS418",
                "The record that begins here is longer than \(limit) bytes, which is the limit; is a quote open?"
            )
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
