import Testing

@testable import SparseGLM

struct SplitTests {
    private func split(_ method: SplitMethod, n: Int, share: Double = 0.2) throws -> [Bool] {
        try splitRows(rowCount: n, testShare: share, method: method, seed: 5)
    }

    @Test func `a random split has exactly its share`() throws {
        #expect(try split(.random, n: 442).count(where: { $0 }) == 88)
        #expect(try split(.random, n: 2, share: 0.01).count(where: { $0 }) == 1)
        #expect(try split(.random, n: 2, share: 0.99).count(where: { $0 }) == 1)
    }

    @Test func `a stratified split gives every class its share`() throws {
        let classes = (0..<200).map { $0 < 40 ? 1 : 0 }
        let mask = try split(.stratified(classes: classes), n: 200)
        #expect(mask.count(where: { $0 }) == 40)
        #expect(abs(mask.prefix(40).count(where: { $0 }) - 8) <= 1)
    }

    @Test func `a hashed split keeps old rows where they were, and equal keys together`() throws {
        let keys = (0..<500).map { "k\($0 / 2)" }
        let old = try split(.hash(keys: Array(keys.prefix(300))), n: 300)
        let new = try split(.hash(keys: keys), n: 500)
        #expect(Array(new.prefix(300)) == old)
        #expect((0..<250).allSatisfy { new[2 * $0] == new[2 * $0 + 1] })
        #expect(abs(new.count(where: { $0 }) - 100) < 65)
    }

    @Test func `a group split takes whole groups near the share`() throws {
        let ids = (0..<100).map { "g\($0 / 5)" }
        let mask = try split(.group(ids: ids), n: 100)
        #expect((0..<20).allSatisfy { g in Set(mask[(5 * g)..<(5 * g + 5)]).count == 1 })
        #expect(mask.count(where: { $0 }) == 20)
    }

    @Test func `a split in time tests the latest rows`() throws {
        #expect(try split(.time([5, 1, 4, 2, 3]), n: 5, share: 0.4) == [true, false, true, false, false])
    }

    @Test func `impossible splits are refused`() {
        #expect(throws: SplitError.badFraction(1)) { try split(.random, n: 5, share: 1) }
        #expect(throws: SplitError.emptyPart(part: "test", rowCount: 1)) { try split(.random, n: 1) }
        #expect(throws: SplitError.emptyPart(part: "test", rowCount: 3)) {
            try split(.group(ids: ["a", "a", "a"]), n: 3)
        }
        #expect(throws: SplitError.countMismatch(what: "keys", found: 1, expected: 3)) {
            try split(.hash(keys: ["a"]), n: 3)
        }
        #expect(SplitError.badFraction(1).description == "The test share is 1.0; it must be above 0 and below 1.")
        #expect(
            SplitError.emptyPart(part: "test", rowCount: 3).description
                == "The test part of 3 rows is empty; both parts need at least one row.")
    }
}
