import Testing

@testable import SparseGLM

struct FoldsTests {
    private func counts(_ folds: [Int], _ k: Int) -> [Int] {
        (0..<k).map { fold in folds.count(where: { $0 == fold }) }
    }

    private func text(_ method: FoldMethod, n: Int, k: Int) -> String {
        do {
            _ = try assignFolds(rowCount: n, folds: k, method: method, seed: 1)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `random folds differ in size by at most one and depend on the seed`() throws {
        let folds = try assignFolds(rowCount: 23, folds: 5, method: .random, seed: 1)
        #expect(counts(folds, 5).sorted() == [4, 4, 5, 5, 5])
        #expect(folds != (try assignFolds(rowCount: 23, folds: 5, method: .random, seed: 2)))
        #expect(folds == (try assignFolds(rowCount: 23, folds: 5, method: .random, seed: 1)))
    }

    @Test func `stratified folds share out every class evenly`() throws {
        let classes = (0..<50).map { $0 % 7 == 0 ? 1 : 0 }
        let folds = try assignFolds(rowCount: 50, folds: 4, method: .stratified(classes: classes), seed: 3)
        #expect(counts(folds, 4).sorted() == [12, 12, 13, 13])
        let positive = counts(zip(folds, classes).filter { $0.1 == 1 }.map(\.0), 4)
        #expect(positive.sorted() == [2, 2, 2, 2])
    }

    @Test func `groups stay together`() throws {
        let ids = (0..<40).map { "g\($0 % 9)" }
        let folds = try assignFolds(rowCount: 40, folds: 3, method: .group(ids: ids), seed: 3)
        for g in 0..<9 {
            #expect(Set(folds.indices.filter { $0 % 9 == g }.map { folds[$0] }).count == 1)
        }
        #expect(counts(folds, 3).allSatisfy { $0 >= 12 && $0 <= 15 })
    }

    @Test func `hashed folds of old rows do not move when rows are appended`() throws {
        let keys = (0..<300).map { "row-\($0)" }
        let old = try assignFolds(rowCount: 200, folds: 5, method: .hash(keys: Array(keys.prefix(200))), seed: 3)
        let new = try assignFolds(rowCount: 300, folds: 5, method: .hash(keys: keys), seed: 3)
        #expect(Array(new.prefix(200)) == old)
        // 60 expected in each, standard deviation 7.
        #expect(counts(new, 5).allSatisfy { abs($0 - 60) < 35 })
    }

    @Test func `folds in time are consecutive blocks`() throws {
        let folds = try assignFolds(rowCount: 6, folds: 3, method: .time([5, 1, 4, 2, 3, 3]), seed: 0)
        #expect(folds == [2, 0, 2, 0, 1, 1])
    }

    @Test func `given folds are numbered in ascending order`() throws {
        let folds = try assignFolds(rowCount: 5, folds: 99, method: .given([30, -1, 7, 30, 7]), seed: 0)
        #expect(folds == [2, 0, 1, 2, 1])
    }

    @Test func `impossible folds are refused with their numbers`() {
        #expect(text(.random, n: 3, k: 4) == "4 folds were asked for, but there are only 3 rows.")
        #expect(text(.random, n: 3, k: 1) == "1 folds were asked for; at least 2 are needed.")
        #expect(
            text(.group(ids: ["a", "a", "b"]), n: 3, k: 3) == "3 folds were asked for, but there are only 2 groups.")
        #expect(
            text(.stratified(classes: [1]), n: 3, k: 2)
                == "There are 1 classes for 3 rows; one per row is needed.")
        #expect(text(.hash(keys: ["a", "a"]), n: 2, k: 2).hasSuffix("of 2 has no rows; use fewer folds."))
        #expect(text(.time([1, .nan]), n: 2, k: 2) == "The time of row 2 is not a number.")
        #expect(
            text(.given([1, 1]), n: 2, k: 2) == "All rows are in the same given fold; at least 2 folds are needed.")
    }
}
