import StageKit
import Testing

struct SignificantTests {
    @Test(arguments: [
        (123_456.789, 4, "123500"), (0.000123456, 3, "0.000123"), (-2.5, 6, "-2.5"), (0, 3, "0"), (-0.0, 3, "0"),
        (1e-7, 2, "1e-07"), (1.0 / 3, 1, "0.3"), (-1234567.8, 7, "-1234568"), (1e300, 3, "1e+300"),
        (.infinity, 3, "inf"),
    ])
    func `rounds to significant digits`(value: Double, digits: Int, text: String) {
        #expect(significant(value, digits: digits) == text)
    }

    @Test(arguments: [
        (1.0, "1"), (1.0 / 3, "0.333333"), (0.1 + 0.2, "0.3"), (1e-13, "1e-13"), (99999.95, "100000"),
        (123.456789, "123.457"), (5e-9, "5e-09"), (-1234567.8, "-1234570"),
    ])
    func `six digits where none are asked for`(value: Double, text: String) {
        #expect(significant(value) == text)
    }
}
