import ImputePlugin
import StageKit
import Testing

struct ImputeOptionsTests {
    /// Options that contradict each other, and what is said.
    static let contradictions: [(texts: [String: String], columns: [[String: String]], text: String)] = [
        (
            ["method": "constant"], [],
            "pipeline.xml:5:13: error[FS520]: <impute> has the method 'constant' and no value, expected a number or a level "
                + "in 'value'."
        ),
        (
            ["method": "constant", "value": ""], [],
            "pipeline.xml:5:13: error[FS520]: <impute> has the method 'constant' and no value, expected a number or a level "
                + "in 'value'."
        ),
        (
            ["value": "3"], [],
            "pipeline.xml:5:13: error[FS521]: <impute> has the value '3' and the method 'mean', but only method 'constant' "
                + "takes a value."
        ),
        (
            [:], [["name": "x", "method": "median", "value": "3"]],
            "pipeline.xml:6:35: error[FS521]: <column> has the value '3' and the method 'median', but only method "
                + "'constant' takes a value."
        ),
        (
            [:], [["name": "x", "method": "median"], ["name": "z"]],
            "pipeline.xml:7:5: error[FS522]: <column name=\"z\"> of <impute> has neither 'method' nor 'value', expected at "
                + "least one."
        ),
        (
            [:], [["name": "x", "method": "median"], ["name": "x", "method": "mean"]],
            "pipeline.xml:7:25: error[FS523]: <impute> names the column 'x' twice, expected once."
        ),
    ]

    @Test(arguments: contradictions.indices)
    func `contradictions are refused before data are read`(index: Int) {
        let (texts, columns, text) = Self.contradictions[index]
        let failure = #expect(throws: StageFailure.self) { try ImputeFitting(texts, columns: columns) }
        #expect(failure?.kind == .pipeline)
        #expect(failure?.description == text)
    }

    /// Options that do not suit the data, and what is said.
    static let mismatches: [(texts: [String: String], columns: [[String: String]], text: String)] = [
        (
            [:], [["name": "xx", "method": "mean"]],
            "pipeline.xml:6:25: error[FS524]: <impute> names the column 'xx', which is not there, expected a feature."
        ),
        (
            [:], [["name": "y", "method": "mean"]],
            "pipeline.xml:6:25: error[FS524]: <impute> names the column 'y', which is there as target, expected a feature."
        ),
        (
            [:], [["name": "c", "method": "constant", "value": "none"]],
            "pipeline.xml:5:3: error[FS525]: Feature 'x' has no value in any training row, so that there is nothing to "
                + "impute it from: leave it out, or give it a constant."
        ),
        (
            [:], [["name": "x", "value": "0"]],
            "pipeline.xml:5:3: error[FS525]: Feature 'c' has no value in any training row, so that there is nothing to "
                + "impute it from: leave it out, or give it a constant."
        ),
        (
            ["method": "constant", "value": "none"], [],
            "pipeline.xml:5:23: error[FS526]: Feature 'x' is numeric, but its missing values are to become 'none', "
                + "expected a number."
        ),
        (
            ["method": "constant", "value": "1"], [["name": "x", "value": "inf"]],
            "pipeline.xml:6:25: error[FS526]: Feature 'x' is numeric, but its missing values are to become 'inf', "
                + "expected a number."
        ),
        (
            ["method": "constant", "value": "1"], [["name": "c", "method": "mean"]],
            "pipeline.xml:6:5: error[FS527]: Feature 'c' is categorical and has no mean, expected the method "
                + "'most-frequent' or 'constant'."
        ),
    ]

    @Test(arguments: mismatches.indices)
    func `what does not suit the data is refused where it is written`(index: Int) async throws {
        let (texts, columns, text) = Self.mismatches[index]
        let table = ImputeFitting.table(x: [.nan, .nan], c: [-1, -1])
        let failure = await #expect(throws: StageFailure.self) {
            try await ImputeFitting(texts, columns: columns).fit(table)
        }
        #expect(failure?.kind == .data)
        #expect(failure?.description == text)
    }

    @Test func `a misspelt column has its neighbour proposed`() async throws {
        let failure = await #expect(throws: StageFailure.self) {
            try await ImputeFitting(columns: [["name": "xx", "method": "mean"]]).fit(ImputeFitting.table(x: [1, 2]))
        }
        #expect(failure?.diagnostic.suggestion == "did you mean 'x'?")
    }

    @Test func `a value in rows of weight 0 alone is no value`() async throws {
        let table = ImputeFitting.table(x: [.nan, 3], weights: [1, 0])
        let failure = await #expect(throws: StageFailure.self) { try await ImputeFitting().fit(table) }
        #expect(failure?.diagnostic.code == "FS525")
    }
}
