import SparseGLM
import Testing

@testable import SolverBench

struct FamilyTargetTests {
    @Test func `a binomial target of minus one and one becomes zero and one`() {
        #expect(Family.binomial.target([-1, 1, 1]) == [0, 1, 1])
        #expect(Family.binomial.target([0, 1]) == [0, 1])
        #expect(Family.binomial.target([-1, 0, 1]) == nil)
    }

    @Test func `values out of a family's range are refused`() {
        #expect(Family.gaussian.target([1, .infinity]) == nil)
        #expect(Family.poisson.target([1, -1]) == nil)
        #expect(Family.poisson.target([0.5]) == nil)
        #expect(Family.multinomial.target([1000]) == nil)
        #expect(Family.multinomial.target([0, 2]) == [0, 2])
    }
}
