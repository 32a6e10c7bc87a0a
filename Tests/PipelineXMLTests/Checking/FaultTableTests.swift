import StageKit
import Testing

@testable import PipelineXML

struct FaultTableTests {
    @Test(arguments: FaultTable.rows)
    func `a fault is told with its code, place, text and proposal`(row: FaultTable.Row) throws {
        let result = try check(row.content, set: row.set, environment: ["WORD": "word", "SECRET": "hush"])
        #expect(result.diagnostics.map(account) == row.expected)
        #expect(result.failureKind == row.kind)
        #expect((result.plan == nil) == (row.kind != nil))
    }

    @Test func `every code of the check is in a table`() {
        let told = Set(FaultTable.rows.flatMap(\.expected).map { String($0.prefix(5)) })
        let elsewhere: Set = ["FS100", "FS130"]
        let all = FaultCode.allCases.map(\.rawValue).filter { $0 >= "FS100" }
        #expect(told.union(elsewhere).symmetricDifference(all).isEmpty)
    }

    @Test(arguments: [
        (
            "<pipelin xmlns='urn:fsel:pipeline:1'/>",
            "FS100 1:2+7 The root is <pipelin>, expected <pipeline> in namespace 'urn:fsel:pipeline:1'"
        ),
        (
            "<pipeline/>",
            "FS100 1:2+8 The root is <pipeline> in no namespace, expected <pipeline> in namespace 'urn:fsel:pipeline:1'"
        ),
        (
            "<p:pipeline xmlns:p='urn:fsel:pipeline:2'/>",
            "FS100 1:2+10 The root is <pipeline> in namespace 'urn:fsel:pipeline:2', expected <pipeline> in namespace"
                + " 'urn:fsel:pipeline:1'"
        ),
    ])
    func `another root is the only fault that is told`(text: String, expected: String) throws {
        #expect(try checkFile(text).diagnostics.map(account) == [expected])
    }

    @Test(arguments: ["folds", "=3", ""])
    func `an argument of set needs a name and a value`(argument: String) {
        let failure = #expect(throws: StageFailure.self) { _ = try PipelineOverride(argument) }
        #expect(
            account(failure)
                == "FS130 --set '\(argument)' has no name and value; expected name=value or stage.option=value")
        #expect(failure?.kind == .usage)
    }

    @Test func `five different faults in one file are told at once in document order`() throws {
        let text = """
            <pipeline xmlns="urn:fsel:pipeline:1" name="p" sed="4">
              <load path="x.csv">
                <target colum="y"/>
              </load>
              <normalize metod="zscore"/>
              <l1-select
                 l1-ratio="2">
                <cv folds="many"/>
              </l1-select>
              <l2-refit input="later"/>
            </pipeline>
            """
        #expect(
            try checkFile(text).diagnostics.map(account) == [
                "FS103 1:48+3 <pipeline> has no attribute 'sed' | did you mean 'seed'?",
                "FS104 3:6+6 <target> needs the attribute 'column'",
                "FS103 3:13+5 <target> has no attribute 'colum' | did you mean 'column'?",
                "FS103 5:14+5 <normalize> has no attribute 'metod' | did you mean 'method'?",
                "FS109 7:16+1 Attribute 'l1-ratio' of <l1-select> is '2', expected a number > 0 and <= 1",
                "FS109 8:16+4 Attribute 'folds' of <cv> is 'many', expected a whole number >= 2 and <= 1000",
                "FS201 10:20+5 There is no stage 'later'",
            ])
    }

    @Test func `an unknown stage is not told again where others refer to it`() throws {
        let result = try check(
            l1("<normalise id='n'/>") + "<l1-select input='n'/><gates><gate of='n' metric='m' min='1'/></gates>")
        #expect(
            result.diagnostics.map(account) == ["FS102 3:2+9 There is no stage <normalise> | did you mean 'normalize'?"]
        )
    }

    private func l1(_ text: String) -> String { loadText + "\n" + text }

    @Test func `the pipeline's name must suit a file's name`() throws {
        let text = pipelineText(loadText).replacing("name=\"p\"", with: "name=\"../p\"")
        #expect(
            try checkFile(text).diagnostics.map(account) == [
                "FS110 1:74+4 Attribute 'name' of <pipeline> is '../p', expected up to 100 letters, digits, '.', '_' and"
                    + " '-', the first a letter, a digit or '_'"
            ])
    }
}
