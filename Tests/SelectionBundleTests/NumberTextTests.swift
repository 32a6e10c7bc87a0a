import Testing

@testable import SelectionBundle

struct NumberTextTests {
    @Test(arguments: [
        (1.0, "1", "1"), (-0.0, "-0", "-0"), (1.0 / 3, "0.3333333333333333", "0.333333"),
        (-1234567.8, "-1234567.8", "-1234568"),
        (0.1 + 0.2, "0.30000000000000004", "0.3"), (1e-13, "1e-13", "1e-13"), (99999.95, "99999.95", "100000"),
        (123.456789, "123.456789", "123.457"), (5e-9, "5e-09", "5e-09"),
    ])
    func `exact for programs, six digits for people`(value: Double, exact: String, readable: String) {
        #expect(numberText(value) == exact)
        #expect(readableText(value) == readable)
        #expect(Double(numberText(value))?.bitPattern == value.bitPattern)
    }
}
