import StageKit
import Testing

/// Loads `x` from 1 on and the given targets.
private func target(_ values: [String], _ attributes: String = "") async throws -> Target? {
    let rows = values.enumerated().map { "\($0.offset + 1),\($0.element)" }.joined(separator: "\n")
    return try await load(element(attributes), data: "x,y\n\(rows)\n").table.target
}

private func element(_ attributes: String) -> String {
    "<load path=\"data.csv\" missing=\"drop-row\">\n<target column=\"y\" \(attributes)/></load>"
}

struct TargetEncoderTests {
    @Test func `the numbers 0 and 1 are two classes`() async throws {
        let found = try await target(["1", "0.0", "-0", "1.0"])
        #expect(found?.classes == ["0", "1"])
        #expect(found?.values == [1, 0, 0, 1])
    }

    @Test(arguments: [["0", "1", "2"], ["1", "2"], ["0.5", "1"], ["0", "-1"]])
    func `other numbers stay numbers`(_ values: [String]) async throws {
        let found = try await target(values)
        #expect(found?.classes == nil)
        #expect(found?.values == values.compactMap { Double($0) })
    }

    @Test(arguments: [
        (["-1", "1", "1"], "2 values -1 and 1", "type=\"binary\" takes them as classes"),
        (["2.5", "1.5", "1.5"], "2 values 1.5 and 2.5", "type=\"binary\" takes them as classes"),
        (["0", "1", "2", "0"], "3 values 0 to 2", "type=\"multiclass\" takes them as classes"),
        (["3", "1", "2", "4", "4"], "4 values 1 to 4", "type=\"multiclass\" takes them as classes"),
    ])
    func `numbers that look like codes of classes are warned of`(
        values: [String], what: String, suggestion: String
    ) async throws {
        let rows = values.enumerated().map { "\($0.offset + 1),\($0.element)" }.joined(separator: "\n")
        let found = try await load(element(""), data: "x,y\n\(rows)\n").diagnostics.filter { $0.code == "FS478" }
        #expect(found.map(\.message) == ["The target 'y' has the \(what), and is taken as a number."])
        #expect(found.first?.suggestion == suggestion + ", \"count\" as counts, \"numeric\" as they are")
        let said = try await load(element("type=\"numeric\""), data: "x,y\n\(rows)\n").diagnostics
        #expect(!said.contains { $0.code == "FS478" })
    }

    @Test(arguments: [
        ["1", "2"], ["0", "1", "3", "3"], ["2", "3", "4", "4"], ["0.5", "1.5", "2.5", "0.5"], ["0", "1", "1"],
    ])
    func `numbers that need not be codes, and 0 and 1, are not warned of`(_ values: [String]) async throws {
        let rows = values.enumerated().map { "\($0.offset + 1),\($0.element)" }.joined(separator: "\n")
        let found = try await load(element(""), data: "x,y\n\(rows)\n").diagnostics
        #expect(!found.contains { $0.code == "FS478" })
    }

    @Test func `the numbers 0 and 1 stay numbers where that is asked for`() async throws {
        #expect(try await target(["1", "0"], "type=\"numeric\"")?.classes == nil)
        #expect(try await target(["1", "0"], "type=\"count\"")?.values == [1, 0])
    }

    @Test func `counts are known as such, in every part of a split, and no other numbers are`() async throws {
        #expect(try await target(["3", "0"], "type=\"count\"")?.isCount == true)
        #expect(try await target(["3", "0"])?.isCount == false)
        #expect(try await target(["3", "0"], "type=\"numeric\"")?.isCount == false)
        let split = "<load path=\"data.csv\"><target column=\"y\" type=\"count\"/><split test=\"0.5\"/></load>"
        let parts = try await load(split, data: "x,y\n1,5\n2,0\n3,1\n4,7\n")
        #expect(parts.table.target?.isCount == true && parts.test.target?.isCount == true)
    }

    @Test func `texts are classes by code point`() async throws {
        let found = try await target(["b", "a", "Z", "é", "a"])
        #expect(found?.classes == ["Z", "a", "b", "é"])
        #expect(found?.values == [2, 1, 0, 3, 1])
    }

    @Test func `classes that are all numbers are sorted by value, however they are written`() async throws {
        let found = try await target(["10", "9.0", "+9", "1e1", "-3"], "type=\"multiclass\"")
        #expect(found?.classes == ["-3", "9", "10"])
        #expect(found?.values == [2, 1, 1, 2, 0])
    }

    @Test func `classes may be numbers and texts`() async throws {
        #expect(try await target(["2", "many", "1"], "type=\"multiclass\"")?.classes == ["1", "2", "many"])
    }

    @Test func `the positive class comes second`() async throws {
        let found = try await target(["yes", "no", "yes"], "positive=\"no\"")
        #expect(found?.classes == ["yes", "no"])
        #expect(found?.values == [0, 1, 0])
        #expect(try await target(["1", "2"], "type=\"binary\" positive=\"1.0\"")?.classes == ["2", "1"])
        #expect(try await target(["1", "0"], "positive=\"1\"")?.classes == ["0", "1"])
    }

    @Test func `a class of dropped rows is none`() async throws {
        #expect(try await target(["b", "a", "NA", "a"])?.classes == ["a", "b"])
        let loaded = try await load(element(""), data: "x,y\n1,a\n,rare\n2,b\n")
        #expect(loaded.table.target?.classes == ["a", "b"])
        let numbers = try await load(element("type=\"multiclass\""), data: "x,y\n1,10\n,many\n2,9\n")
        #expect(numbers.table.target?.classes == ["9", "10"])
    }

    @Test(arguments: [
        (["a", "a"], "", "3:17", "FS456", "The target 'y' is 'a' in all 2 rows; expected two classes at least."),
        (["1", "1.0"], "", "3:17", "FS456", "The target 'y' is 1 in all 2 rows; expected it to vary."),
        (
            ["0.1", "0.10000000000000002"], "", "3:17", "FS456",
            "The target 'y' is 0.1 in all 2 rows but for rounding; expected it to vary."
        ),
        (
            ["1e100", "-1e100"], "", "3:17", "FS462",
            "The target 'y' has a standard deviation of 1e+100; expected one from 1e-70 to 1e70, so that squared errors can "
                + "be computed."
        ),
        (
            ["1e-100", "-1e-100"], "", "3:17", "FS462",
            "The target 'y' has a standard deviation of 1e-100; expected one from 1e-70 to 1e70, so that squared errors can "
                + "be computed."
        ),
        (["2.5", "2.50"], "", "3:17", "FS456", "The target 'y' is 2.5 in all 2 rows; expected it to vary."),
        (
            ["a", "b", "c", "d", "e"], "type=\"binary\"", "3:26", "FS456",
            "The target 'y' has 5 classes, 'a', 'b', 'c', 'd', …; expected two, as type=\"binary\" demands."
        ),
        (
            ["1", "2", "1.5"], "positive=\"2\"", "3:30", "FS458",
            "The target 'y' holds numbers other than 0 and 1 and has no positive class '2'; expected two classes."
        ),
        (
            ["a", "b", "c"], "positive=\"a\"", "3:30", "FS458",
            "The target 'y' has 3 classes and the positive class 'a'; expected two classes."
        ),
        (
            ["yes", "no"], "positive=\"Yes\"", "3:30", "FS458",
            "The positive class 'Yes' is none of the target's; expected 'no' or 'yes'."
        ),
    ])
    func `a target that cannot be predicted is named where it is written`(
        values: [String], attributes: String, place: String, code: String, message: String
    ) async throws {
        let rows = values.enumerated().map { "\($0.offset),\($0.element)\n" }.joined()
        let found = try await failure(element(attributes), data: "x,y\n" + rows)
        #expect(found.text == "pipeline.xml:\(place): error[\(code)]: \(message)")
        #expect(found.failure?.kind == .data)
    }

    @Test(arguments: [("-1", "-1"), ("2.5", "2.5")])
    func `what is no count is named in its row`(_ cell: String, shown: String) async throws {
        let found = try await failure(element("type=\"count\""), data: "x,y\n1,0\n2,3\n,1\n4,\(cell)\n")
        #expect(
            found.text
                == "data.csv:5: error[FS457]: The target 'y' is \(shown) in this row; expected a count, a whole number "
                + "from 0.")
    }

    @Test func `a misspelt positive class comes with a proposal`() async throws {
        let found = try await failure(element("positive=\"Yes\""), data: "x,y\n1,yes\n2,no\n")
        #expect(found.failure?.diagnostic.suggestion == "did you mean 'yes'?")
    }
}
