import Testing

@testable import SparseGLM

struct LambdaGridTests {
    @Test func `the grid falls by a constant ratio from exactly lambdaMax`() {
        let grid = lambdaGrid(lambdaMax: 0.3, count: 100, minRatio: 1e-4)
        #expect(grid.count == 100)
        #expect(grid[0] == 0.3)
        #expect(abs(grid[99] / 0.3e-4 - 1) < 1e-13)
        let ratios = zip(grid, grid.dropFirst()).map { $1 / $0 }
        #expect(ratios.allSatisfy { abs($0 / ratios[0] - 1) < 1e-13 && $0 < 1 })
    }

    @Test func `a grid of one value is lambdaMax`() {
        #expect(lambdaGrid(lambdaMax: 2, count: 1, minRatio: 0.1) == [2])
    }

    @Test func `the default ratio depends on whether rows outnumber columns`() {
        #expect(defaultMinRatio(sampleCount: 10, featureCount: 10) == 1e-4)
        #expect(defaultMinRatio(sampleCount: 9, featureCount: 10) == 1e-2)
    }
}
