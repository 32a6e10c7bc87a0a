/// A number for a person: rounded to some significant digits, in its shortest form.
///
/// Only multiplication, division and rounding are used, so that the text is the same on every machine.
///
/// - Parameters:
///   - value: A number; what is not finite is written as it is.
///   - digits: How many digits, from 1; fewer where they are zeros.
/// - Returns: The text, as ``shortest(_:)`` writes the rounded number.
package func significant(_ value: Double, digits: Int = 6) -> String {
    guard value.isFinite, value != 0 else { return shortest(value) }
    var magnitude = 0
    var size = abs(value)
    while size >= 10, magnitude < 308 { (size, magnitude) = (size / 10, magnitude + 1) }
    while size < 1, magnitude > -300 { (size, magnitude) = (size * 10, magnitude - 1) }
    let places = digits - 1 - magnitude
    // Powers of ten are exact up to the 22nd.
    guard (-22...22).contains(places) else { return shortest(value) }
    var scale = 1.0
    for _ in 0..<abs(places) { scale *= 10 }
    let rounded = places >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
    return shortest(rounded)
}
