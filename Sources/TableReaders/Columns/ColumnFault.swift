import StageKit

/// Why a column cannot be read.
enum ColumnFault: Error {
    /// Numbers and other texts; `kind` says what the `count` other cells are, and `text` is the first text.
    case mixture(odd: CellTally.Cell, oddCount: Int, kind: String, count: Int, text: String)
    /// Texts where numbers were asked for.
    case notNumeric(CellTally.Cell, count: Int)
    /// Numbers that no double can hold.
    case overflow(CellTally.Cell, count: Int)
    /// Two levels that differ in Unicode normalization alone.
    case lookalikeLevels(String)
    /// More levels than can be counted.
    case tooManyLevels

    /// A text that Swift, and the eye, take for an earlier one.
    static func lookalike(_ levels: [String]) -> String? {
        if levels.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) { return nil }
        var seen: Set<String> = []
        return levels.first { !seen.insert($0).inserted }
    }

    /// The failure that stops the run, where there is one file.
    func failure(column name: String, file: String) -> StageFailure { failure(column: name, files: [file]) }

    /// The failure that stops the run.
    ///
    /// - Parameters:
    ///   - name: The column.
    ///   - files: The files that are read.
    func failure(column name: String, files: [String]) -> StageFailure {
        switch self {
        case .mixture(let odd, let oddCount, let kind, let count, let text):
            let what = kind == "number" ? "is not a number" : "is a number"
            return failure(
                "FS415", odd, files,
                "Column '\(name)' has \(counted(count, kind)), and \(oddCount == 1 ? "one cell" : "\(oddCount) cells") "
                    + "of the other kind; the first, \(shown(odd.text)), \(what). Expected numbers only or texts only.",
                isNumberWithComma(text)
                    ? "write \(shown(text)) with a decimal point and no other mark"
                    : "correct the cell, list it in missing-tokens, or give the column a type")
        case .notNumeric(let first, let count):
            return failure(
                "FS416", first, files,
                "Column '\(name)' must hold numbers, and \(count == 1 ? "one cell is" : "\(count) cells are") not one; "
                    + "the first is \(shown(first.text)).", nil)
        case .overflow(let first, _):
            return failure(
                "FS417", first, files,
                "The number \(shown(first.text)) in column '\(name)' is too large; expected at most about 1.8e308 in "
                    + "magnitude.", nil)
        case .lookalikeLevels(let level):
            return StageFailure(
                .data, code: "FS419",
                "Column '\(name)' has two levels that both show as \(shown(level)) and differ only in Unicode "
                    + "normalization; expected one spelling.", at: SourceLocation(file: files[0], line: 1))
        case .tooManyLevels:
            return StageFailure(
                .resource, code: "FS420",
                "Column '\(name)' has more than \(Int32.max) distinct texts; expected fewer.",
                at: SourceLocation(file: files[0], line: 1))
        }
    }

    private func failure(
        _ code: String, _ cell: CellTally.Cell, _ files: [String], _ message: String, _ suggestion: String?
    ) -> StageFailure {
        StageFailure(
            .data, code: code, message, at: cell.location(files, length: cell.text.count),
            suggestion: suggestion)
    }

    private func counted(_ count: Int, _ kind: String) -> String { "\(count) \(kind)\(count == 1 ? "" : "s")" }
}

/// A text in quotes for a message: cut at 40 characters, control characters escaped.
func shown(_ text: String) -> String {
    let cut = text.prefix(40)
    let escaped = cut.unicodeScalars.reduce(into: "") { result, scalar in
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        result += isControl ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }
    return "'\(escaped)\(cut.endIndex == text.endIndex ? "" : "…")'"
}
