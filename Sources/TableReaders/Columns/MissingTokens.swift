import CTextScan

/// The texts that stand for no value.
struct MissingTokens {
    private let tokens: [[UInt8]]
    /// Whether one of them is itself a number, so that numbers have to be compared with them too.
    let includesNumber: Bool

    init(_ texts: [String]) {
        tokens = texts.map { Array($0.utf8) }
        includesNumber = tokens.contains { token in
            var value = 0.0
            return token.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return false }
                let kind = Int(text_scan_decimal(base, buffer.count, &value))
                return kind == TEXT_SCAN_NUMBER || kind == TEXT_SCAN_OVERFLOW
            }
        }
    }

    /// Whether a field, without the blanks around it, stands for no value.
    func matches(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        if range.isEmpty { return true }
        return tokens.contains { token in
            guard token.count == range.count else { return false }
            for i in 0..<token.count where token[i] != bytes[range.lowerBound + i] { return false }
            return true
        }
    }
}
