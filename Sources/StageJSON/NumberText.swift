import StageKit

/// The shortest text that reads back as the same double; whole numbers have no `.0`, and the sign of a zero is kept.
package func numberText(_ value: Double) -> String {
    value == 0 && value.sign == .minus ? "-0" : shortest(value)
}
