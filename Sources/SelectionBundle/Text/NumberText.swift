import StageKit

/// The shortest text that reads back as the same double; whole numbers have no `.0`, and the sign of a zero is kept.
func numberText(_ value: Double) -> String {
    value == 0 && value.sign == .minus ? "-0" : shortest(value)
}

/// A number for a person: six significant digits, fewer where they are zeros.
///
/// Only multiplication, division and rounding are used, so that the text is the same on every machine.
func readableText(_ value: Double) -> String {
    let size = abs(value)
    guard value.isFinite, size >= 1e-12 else { return numberText(value) }
    guard size < 1e5 else { return shortest(value.rounded()) }
    var scale = 1.0
    while size * scale < 1e5 { scale *= 10 }
    return shortest((value * scale).rounded() / scale)
}
