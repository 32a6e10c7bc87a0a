import Testing

@testable import SolverBench

struct FamilyNameTests {
    @Test func `a binomial target of minus one and one becomes zero and one`() {
        #expect(FamilyName.binomial.target([-1, 1, 1]) == [0, 1, 1])
        #expect(FamilyName.binomial.target([0, 1]) == [0, 1])
        #expect(FamilyName.binomial.target([-1, 0, 1]) == nil)
    }

    @Test func `values out of a family's range are refused`() {
        #expect(FamilyName.gaussian.target([1, .infinity]) == nil)
        #expect(FamilyName.poisson.target([1, -1]) == nil)
        #expect(FamilyName.poisson.target([0.5]) == nil)
        #expect(FamilyName.multinomial.target([1000]) == nil)
        #expect(FamilyName.multinomial.target([0, 2]) == [0, 2])
    }
}
