/// Whether a text is a number with a comma, as a decimal mark or between thousands: `21,5`, `-1.234,56`, `1,234`.
///
/// Such a text is no number here; whoever wrote it took it for one.
///
/// - Complexity: O(bytes).
public func isNumberWithComma(_ text: String) -> Bool {
    var digits = text.utf8[...]
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits = digits.dropFirst() }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard let first = digits.first, let last = digits.last, isDigit(first), isDigit(last) else { return false }
    let (comma, point) = (UInt8(ascii: ","), UInt8(ascii: "."))
    return digits.contains(comma) && digits.allSatisfy { isDigit($0) || $0 == comma || $0 == point }
}
