import StageJSON
import Testing

struct NumberTextTests {
    @Test(arguments: [
        (1.0, "1"), (-0.0, "-0"), (1.0 / 3, "0.3333333333333333"), (-1234567.8, "-1234567.8"),
        (0.1 + 0.2, "0.30000000000000004"), (1e-13, "1e-13"), (99999.95, "99999.95"), (5e-9, "5e-09"),
    ])
    func `numbers are written in full, and shortest`(value: Double, exact: String) {
        #expect(numberText(value) == exact)
        #expect(Double(numberText(value))?.bitPattern == value.bitPattern)
    }
}
