import StageKit
import Testing

private func element(_ split: String, _ rest: String = "") -> String {
    "<load path=\"data.csv\"><target column=\"y\"/>\(rest)\n<split \(split)/></load>"
}

/// n rows: a number, a key, a group of three, a date, and two classes, one in four being `b`.
private func rows(_ range: Range<Int>) -> String {
    "x,k,g,d,y\n"
        + range.map { i in
            let day = 10 + (i * 7) % 18
            return "\(i),key\(i),group\(i / 3),2024-01-\(day),\(i % 4 == 0 ? "b" : "a")\n"
        }.joined()
}

private func numbers(_ table: Table) -> [Int] { table.origins?.numbers ?? [] }

struct RowSplitTests {
    @Test(arguments: [
        "test=\"0.25\"", "method=\"stratified\" test=\"0.25\"", "method=\"hash\" key=\"k\" test=\"0.25\"",
        "method=\"group\" key=\"g\" test=\"0.25\"", "method=\"time\" key=\"d\" test=\"0.25\"",
    ])
    func `each row is in one part, in order, and the same seed gives the same parts`(_ split: String) async throws {
        let first = try await load(element(split), seed: 7, data: rows(0..<60))
        let again = try await load(element(split), seed: 7, data: rows(0..<60))
        #expect((numbers(first.table) + numbers(first.test)).sorted() == Array(0..<60))
        #expect(numbers(first.table) == numbers(first.table).sorted())
        #expect(numbers(first.test) == numbers(first.test).sorted())
        #expect(numbers(first.test) == numbers(again.test))
        #expect((8...22).contains(first.test.rowCount))
        #expect(first.test.columns.map(\.name) == first.table.columns.map(\.name))
    }

    @Test func `the seed moves random rows and not those by time`() async throws {
        let random = try await [1, 2].asyncMap { seed in
            numbers(try await load(element("test=\"0.3\""), seed: seed, data: rows(0..<40)).test)
        }
        #expect(random[0].count == 12 && random[0] != random[1])
        let time = try await [1, 2].asyncMap { seed in
            numbers(
                try await load(element("method=\"time\" key=\"d\" test=\"0.3\""), seed: seed, data: rows(0..<40)).test)
        }
        #expect(time[0] == time[1])
    }

    @Test func `appended rows do not move those that a hash has placed`() async throws {
        let split = element("method=\"hash\" key=\"k\" test=\"0.3\"")
        let few = numbers(try await load(split, seed: 3, data: rows(0..<50)).test)
        let many = numbers(try await load(split, seed: 3, data: rows(0..<90)).test)
        #expect(many.filter { $0 < 50 } == few)
        #expect(many.count > few.count)
    }

    @Test func `strata keep the share of each class`() async throws {
        let loaded = try await load(element("method=\"stratified\" test=\"0.25\""), data: rows(0..<80))
        #expect(loaded.test.target?.values.filter { $0 == 1 }.count == 5)
        #expect(loaded.test.rowCount == 20)
    }

    @Test func `groups stay together`() async throws {
        let loaded = try await load(element("method=\"group\" key=\"g\" test=\"0.25\""), data: rows(0..<60))
        #expect(Set(numbers(loaded.test).map { $0 / 3 }).isDisjoint(with: numbers(loaded.table).map { $0 / 3 }))
        #expect(loaded.table.column("g")?.role == .group)
    }

    @Test func `the group column is the key where none is written`() async throws {
        let loaded = try await load(
            element("method=\"group\"", "<column name=\"g\" role=\"group\"/>"), data: rows(0..<30))
        #expect(Set(numbers(loaded.test).map { $0 / 3 }).isDisjoint(with: numbers(loaded.table).map { $0 / 3 }))
        #expect(loaded.diagnostics.allSatisfy { $0.code != "FS473" })
    }

    @Test func `the test part by time is the latest`() async throws {
        let loaded = try await load(element("method=\"time\" key=\"d\" test=\"0.25\""), data: rows(0..<40))
        let latest = try #require(
            loaded.table.column("d")?.texts.map { Array($0.utf8) }.max { $0.lexicographicallyPrecedes($1) })
        let earliest = try #require(
            loaded.test.column("d")?.texts.map { Array($0.utf8) }.min { $0.lexicographicallyPrecedes($1) })
        #expect(loaded.test.rowCount == 10)
        #expect(!earliest.lexicographicallyPrecedes(latest))
        let byNumber = try await load(element("method=\"time\" key=\"x\" test=\"0.25\""), data: rows(0..<40))
        #expect(numbers(byNumber.test) == Array(30..<40))
    }

    @Test func `a key that no column element names is no feature`() async throws {
        let hash = try await load(element("method=\"hash\" key=\"k\""), data: rows(0..<30))
        #expect(hash.table.column("k")?.role == .id)
        let feature = try await load(
            element("method=\"time\" key=\"x\"", "<column name=\"x\"/>"), data: rows(0..<30))
        #expect(feature.table.column("x")?.role == .feature)
        let ignored = try await load(
            element("method=\"hash\" key=\"k\"", "<column name=\"k\" role=\"ignore\"/>"), data: rows(0..<30))
        #expect(ignored.table.column("k") == nil && ignored.test.column("k") == nil)
        #expect(numbers(ignored.test) == numbers(hash.test))
    }

    @Test func `dividing named groups is a warning`() async throws {
        let loaded = try await load(element("test=\"0.5\"", "<column name=\"g\" role=\"group\"/>"), data: rows(0..<30))
        let found = loaded.diagnostics.filter { $0.code == "FS473" }
        #expect(
            found.map(\.message) == [
                "Rows of one group in column 'g' may fall in both parts, since the split is by 'random'; expected "
                    + "method=\"group\"."
            ])
        #expect(found.first?.severity == .warning && found.first?.location?.line == 3)
    }

    @Test(arguments: [
        (
            "method=\"stratified\"", "x,k,y\n1,a,1.5\n2,b,2.5\n3,c,3\n",
            "pipeline.xml:3:2: error[FS460]: A stratified split needs classes, and the target is a number; expected another "
                + "method."
        ),
        (
            "method=\"group\" key=\"k\"", "x,k,y\n1,a,1.5\n2,a,2.5\n3,a,3\n",
            "pipeline.xml:3:28: error[FS460]: Column 'k' puts all 3 rows in one group; expected at least two groups to split."
        ),
        (
            "method=\"time\" key=\"k\"", "x,k,y\n1,2024-01-31,1\n2,31.01.2024,2\n3,2024-02-01,3\n",
            "data.csv:3: error[FS460]: The time '31.01.2024' in column 'k' is no number and no date of the form '2024-01-31' "
                + "or '2024-01-31T23:59:59', the same in each row; expected one of these."
        ),
        (
            "method=\"time\" key=\"k\"", "x,k,y\n1,2024-02-29,1\n2,2023-02-29,2\n3,2024-02-01,3\n",
            "data.csv:3: error[FS460]: The time '2023-02-29' in column 'k' is no number and no date of the form "
                + "'2024-01-31' or '2024-01-31T23:59:59', the same in each row; expected one of these."
        ),
        (
            "method=\"time\" key=\"k\"", "x,k,y\n1,2024-01-31,1\n2,2024-01-31T10:00,2\n3,2024-02-01,3\n",
            "data.csv:3: error[FS460]: The time '2024-01-31T10:00' in column 'k' is no number and no date of the form "
                + "'2024-01-31' or '2024-01-31T23:59:59', the same in each row; expected one of these."
        ),
        (
            "method=\"hash\" key=\"k\" test=\"0.0001\"", "x,k,y\n1,a,1.5\n2,b,2.5\n3,c,3\n",
            "pipeline.xml:3:2: error[FS460]: The rows cannot be split: The test part of 3 rows is empty; both parts need at "
                + "least one row."
        ),
        (
            "method=\"time\" key=\"x\" test=\"0.5\"", "x,k,y\n1,a,7\n2,b,7\n3,c,8\n4,d,9\n",
            "pipeline.xml:3:2: error[FS461]: The target 'y' does not vary over the 2 training rows that the split leaves; "
                + "expected it to."
        ),
    ])
    func `a split that cannot be made is named with its place`(split: String, data: String, text: String) async throws {
        let found = try await failure(element(split), data: data)
        #expect(found.text == text)
        #expect(found.failure?.kind == .data)
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
