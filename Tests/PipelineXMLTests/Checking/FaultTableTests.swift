import StageKit
import Testing

@testable import PipelineXML

/// Each row: what stands in the pipeline from line 2 on, what `--set` gives, and everything that must be told of it.
struct FaultTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let content: String
        var set: [String] = []
        let expected: [String]
        var kind: StageFailure.Kind? = .pipeline

        var testDescription: String { expected.joined(separator: "; ") }
    }

    private static let l = loadText + "\n"

    static let structure = [
        Row(
            content: "<laod path='x.csv'/>",
            expected: ["FS102 2:2+4 There is no stage <laod> | did you mean 'load'?"]),
        Row(content: l + "<gate/>", expected: ["FS102 3:2+4 There is no stage <gate> | did you mean 'gates'?"]),
        Row(content: l + "<s:smoth/>", expected: ["FS102 3:2+7 There is no stage <smoth> | did you mean 'smooth'?"]),
        Row(
            content: l + "<x:a xmlns:x='urn:x'/>", expected: ["FS112 3:2+3 Nothing provides namespace 'urn:x' of <a>"],
            kind: .plugin),
        Row(
            content: l + "<normalize xmlns=''/>",
            expected: ["FS101 3:2+9 <normalize> is in no namespace, expected 'urn:fsel:pipeline:1'"]),
        Row(
            content: l + "<s:smooth><window/></s:smooth>",
            expected: ["FS101 3:12+6 <window> is in namespace 'urn:fsel:pipeline:1', expected 'urn:example:smooth'"]),
        Row(
            content: l + "  <normalize id=\"norm\" metod=\"zscore\"/>",
            expected: ["FS103 3:24+5 <normalize> has no attribute 'metod' | did you mean 'method'?"]),
        Row(
            content: l + "<normalize imput='load'/>",
            expected: ["FS103 3:12+5 <normalize> has no attribute 'imput' | did you mean 'input'?"]),
        Row(
            content: l + "<normalize s:method='zscore'/>",
            expected: ["FS103 3:12+8 <normalize> has no attribute 's:method' | did you mean 'method'?"]),
        Row(content: "<load><target column='y'/></load>", expected: ["FS104 2:2+4 <load> needs the attribute 'path'"]),
        Row(
            content: l + "<normalize><cv/></normalize>",
            expected: ["FS105 3:13+2 <normalize> has no child element <cv>"]),
        Row(
            content: "<load path='x.csv'><target column='y'/><colum name='x'/></load>",
            expected: ["FS105 2:41+5 <load> has no child element <colum> | did you mean 'column'?"]),
        Row(
            content: "<load path='x.csv'><target column='y'/>\n<target column='z'/></load>",
            expected: ["FS106 3:2+6 <load> may have only one <target>"]),
        Row(
            content: l + "<normalize/><l1-select><keep column='a'/><keep column='b'/><keep column='c'/></l1-select>",
            expected: ["FS106 3:61+4 <l1-select> may have at most 2 <keep>"]),
        Row(content: l + "<gates/><gates/>", expected: ["FS106 3:10+5 <pipeline> may have only one <gates>"]),
        Row(content: "<load path='x.csv'/>", expected: ["FS107 2:2+4 <load> needs a child element <target>"]),
        Row(content: l + "<normalize> so \n</normalize>", expected: ["FS108 3:13+2 <normalize> holds no text"]),
        Row(content: l + "so", expected: ["FS108 3:1+2 <pipeline> holds no text"]),
        Row(
            content: l + "<normalize method='zskore'/>",
            expected: [
                "FS109 3:20+6 Attribute 'method' of <normalize> is 'zskore', expected one of 'zscore', 'minmax', 'none'"
                    + " | did you mean 'zscore'?"
            ]),
        Row(
            content: l + "<normalize/><l1-select><cv folds='1'/></l1-select>",
            expected: ["FS109 3:35+1 Attribute 'folds' of <cv> is '1', expected a whole number >= 2 and <= 1000"]),
        Row(
            content: l + "<normalize/><l1-select l1-ratio='0'/>",
            expected: ["FS109 3:34+1 Attribute 'l1-ratio' of <l1-select> is '0', expected a number > 0 and <= 1"]),
        Row(
            content: "<load path=''><target column='y'/></load>",
            expected: ["FS109 2:13+1 Attribute 'path' of <load> is '', expected a path"]),
        Row(
            content: l + "<normalize id='1 b'/>",
            expected: [
                "FS110 3:16+3 Attribute 'id' of <normalize> is '1 b', expected a name of letters, digits, '_' and '-'"
                    + " that begins with a letter or '_'"
            ]),
        Row(
            content: String(repeating: "<load path='x.csv'><target column='y'/></load>\n", count: 1_002),
            expected: ["FS111 1002:2+4 There are 1002 stages, the limit is 1000"]),
        Row(content: "<gates/>", expected: ["FS113 1:2+8 The pipeline has no stage"]),
        Row(
            content: l + String(repeating: "<a/>", count: 1_003),
            expected: (0..<1_000).map { "FS102 3:\(4 * $0 + 2)+1 There is no stage <a>" }
                + ["FS114 3 more faults are not shown"]),
    ]

    static let parameters = [
        Row(
            content: "<param name='a' type='string' default='\(String(repeating: "x", count: 1_048_577))'/>\n"
                + "<load path='" + String(repeating: "${a}", count: 17) + "'><target column='y${a}'/></load>",
            expected: ["FS115 3:13+68 Parameters fill in more than 16 MiB of text in all, the limit"]),
        Row(
            content: "<param name='a' type='strin' default=''/>\n" + l,
            expected: [
                "FS109 2:23+5 Attribute 'type' of <param> is 'strin', expected one of 'int', 'number', 'string', 'path',"
                    + " 'enum', 'secret' | did you mean 'string'?"
            ]),
        Row(
            content: "<param name='a b' type='int' default='1'/>" + l,
            expected: [
                "FS110 2:14+3 Attribute 'name' of <param> is 'a b', expected a name of letters, digits, '_' and '-' that"
                    + " begins with a letter or '_'"
            ]),
        Row(
            content: "<param name='a' type='int' default='${b}'/>" + l,
            expected: ["FS119 2:37+4 Attribute 'default' of <param> is '${b}', but may use no parameter"]),
        Row(
            content: l + "<normalize id='${b}'/>",
            expected: ["FS119 3:16+4 Attribute 'id' of <normalize> is '${b}', but may use no parameter"]),
        Row(
            content: l + "<normalize input='${b}'/>",
            expected: ["FS119 3:19+4 Attribute 'input' of <normalize> is '${b}', but may use no parameter"]),
        Row(
            content: "<param name='a' type='int' default='1'/>\n<param name='a' type='int' default='2'/>" + l,
            expected: ["FS120 3:14+1 Parameter 'a' is declared twice, the first time in line 2 of d/p.xml"]),
        Row(
            content: "<param name='a' type='string' min='1' default='x'/>" + l,
            expected: ["FS121 2:31+3 Parameter 'a' of type string has no 'min'; only int and number have"]),
        Row(
            content: "<param name='a' type='enum' default='x'/>" + l,
            expected: ["FS121 2:2+5 Parameter 'a' of type enum needs the attribute 'values'"]),
        Row(
            content: "<param name='a' type='enum' values=' ' default='x'/>" + l,
            expected: ["FS121 2:37+1 Parameter 'a' lists no values"]),
        Row(
            content: "<param name='a' type='int' values='1 2' default='1'/>" + l,
            expected: ["FS121 2:28+6 Parameter 'a' of type int has no 'values'; only enum has"]),
        Row(
            content: "<param name='a' type='secret' default='hush'/>" + l,
            expected: ["FS122 2:31+7 The secret 'a' has a default in the file; expected its value from the environment"]
        ),
        Row(
            content: "<param name='a' type='int' default='1' min='2' max='9'/>" + l,
            expected: ["FS123 2:37+1 The default of parameter 'a' is '1', expected a whole number >= 2 and <= 9"]),
        Row(
            content: "<param name='a' type='enum' default='z' values='x y'/>" + l,
            expected: ["FS123 2:38+1 The default of parameter 'a' is 'z', expected one of 'x', 'y'"]),
        Row(
            content: "<param name='data' type='path' default='x'/>\n<load path='é${date}'><target column='y'/></load>",
            expected: ["FS124 3:14+7 There is no parameter 'date' | did you mean 'data'?"]),
        Row(
            content: "<load path='a&amp;${b}'><target column='y'/></load>",
            expected: ["FS124 2:13+10 There is no parameter 'b'"]),
        Row(
            content: "<load path='a${b'><target column='y'/></load>",
            expected: ["FS125 2:14+3 Found '${' without '}'; write '$${' for a '${' that names no parameter"]),
        Row(
            content: "<param name='a' type='int'/>\n" + l,
            expected: ["FS126 2:14+1 Parameter 'a' has no value: it has no default; give one with --set a=…"]),
        Row(
            content: "<param name='a' type='secret' env='A'/>\n" + l,
            expected: [
                "FS126 2:14+1 Parameter 'a' has no value: the environment variable 'A' is not set and it has no default;"
                    + " give one with --set a=…"
            ]),
        Row(
            content: "<param name='a' type='string' default='5'/>" + l
                + "<normalize/><l1-select><cv folds='${a}'/></l1-select>",
            expected: [
                "FS127 3:35+4 Attribute 'folds' of <cv> needs a whole number >= 2 and <= 1000; parameter 'a' is of type string"
            ]),
        Row(
            content: "<param name='a' type='number' default='5'/>" + l
                + "<normalize/><l1-select><cv folds='${a}'/></l1-select>",
            expected: [
                "FS127 3:35+4 Attribute 'folds' of <cv> needs a whole number >= 2 and <= 1000; parameter 'a' is of type number"
            ]),
        Row(
            content: "<param name='a' type='secret' env='SECRET'/><load path='${a}/x'><target column='y'/></load>",
            expected: ["FS127 2:57+6 Attribute 'path' of <load> needs a path; parameter 'a' is of type secret"]),
        Row(
            content: "<param name='a' type='int' default='1'/>" + l,
            expected: ["FS128 2:14+1 Parameter 'a' is used nowhere"],
            kind: nil),
        Row(
            content: "<param name='a' type='int' env='WORD' default='1'/>" + l,
            expected: ["FS129 2:33+4 Environment variable 'WORD' of parameter 'a' is 'word', expected a whole number"]),
    ]

    static let overrides = [
        Row(
            content: l, set: ["fold=3"], expected: ["FS131 --set fold: there is no parameter 'fold'"], kind: .usage),
        Row(
            content: "<param name='folds' type='int' default='1'/>" + l, set: ["fold=3"],
            expected: ["FS131 --set fold: there is no parameter 'fold' | did you mean 'folds'?"], kind: .usage),
        Row(
            content: l, set: ["laod.path=3"],
            expected: ["FS131 --set laod.path: there is no stage 'laod' | did you mean 'load'?"], kind: .usage),
        Row(
            content: l + "<normalize id='a'/><normalize id='b'/>", set: ["normalize.method=none"],
            expected: ["FS132 --set normalize.method: several stages are <normalize>; use an id: 'a', 'b'"],
            kind: .usage),
        Row(
            content: l, set: ["load.paht=3"],
            expected: ["FS133 --set load.paht: <load> has no option 'paht' | did you mean 'path'?"], kind: .usage),
        Row(
            content: l, set: ["load.targt.column=3"],
            expected: ["FS133 --set load.targt.column: <load> has no child element <targt> | did you mean 'target'?"],
            kind: .usage),
        Row(
            content: l + "<normalize/><l1-select/>", set: ["l1-select.cv.folds=3"],
            expected: ["FS133 --set l1-select.cv.folds: stage 'l1-select' has no <cv> here, expected one"], kind: .usage
        ),
        Row(
            content: l + "<normalize/><l1-select><keep column='a'/><keep column='b'/></l1-select>",
            set: ["l1-select.keep.column=c"],
            expected: ["FS133 --set l1-select.keep.column: stage 'l1-select' has 2 <keep> elements here, expected one"],
            kind: .usage),
        Row(
            content: l + "<normalize/>", set: ["normalize.method=zskore"],
            expected: [
                "FS134 --set normalize.method=zskore: expected one of 'zscore', 'minmax', 'none' | did you mean 'zscore'?"
            ], kind: .usage),
        Row(
            content: "<param name='a' type='int' default='1'/>" + l, set: ["a=x"],
            expected: ["FS134 --set a=x: expected a whole number"], kind: .usage),
    ]

    static let wiring = [
        Row(
            content: l + "<normalize id='load2'/>\n<normalize id='load2'/>",
            expected: ["FS200 4:16+5 Two stages have the id 'load2', the first in line 3 of d/p.xml"]),
        Row(
            content: l + "<normalize input='laod'/>",
            expected: ["FS201 3:19+4 There is no stage 'laod' | did you mean 'load'?"]),
        Row(
            content: l + "<gates><gate of='x' metric='rmse' max='1'/></gates>",
            expected: ["FS201 3:18+1 There is no stage 'x'"]),
        Row(
            content: l + "<normalize input='n'/>\n<normalize id='n'/>",
            expected: [
                "FS202 3:19+1 Stage 'n' comes later, in line 4 of d/p.xml; a stage takes only from stages before it"
            ]),
        Row(
            content: l + "<normalize id='n' input='n'/>", expected: ["FS203 3:26+1 Stage 'n' refers to itself"]),
        Row(
            content: l + "<normalize/><l1-select/><l2-refit input='load' features='normalize'/>",
            expected: [
                "FS204 3:58+9 Stage 'normalize' is a <normalize>, which gives no selection, as 'features' needs"
            ]),
        Row(
            content: l + "<evaluate/>",
            expected: ["FS205 3:2+8 <evaluate> needs a model, but no stage before it gives one"]),
        Row(
            content: "<normalize/>",
            expected: ["FS205 2:2+9 <normalize> needs a table, but no stage before it gives one"]),
        Row(
            content: l + "<normalize/><l1-select/>\n<load path='b' id='two'><target column='y'/></load><evaluate/>",
            expected: [
                "FS206 4:53+8 Stage 'evaluate' takes its table from 'two' and its model from 'load'; expected both to go"
                    + " back to the same one"
            ]),
        Row(
            content: l + "<l1-select/>",
            expected: ["FS207 3:2+9 <l1-select> has no <normalize> before it: the penalty would depend on units"],
            kind: nil),
        Row(
            content: l + "<gates><gate of='load' metric='rmse'/></gates>",
            expected: ["FS210 3:9+4 <gate> needs at least one of 'min' and 'max'"]),
        Row(
            content: l + "<gates><gate of='load' metric='rmse' min='2' max='1.5'/></gates>",
            expected: ["FS211 3:43+1 <gate> accepts nothing: 'min' is 2 and 'max' is 1.5"]),
        Row(
            content: l + "<bundle path='./a/../x.csv'/>",
            expected: [
                "FS212 3:15+12 The bundle would overwrite 'x.csv', which stage 'load' reads; expected another path"
            ]),
        Row(
            content: "<load path='p.fsel.tar.gz'><target column='y'/></load>",
            expected: [
                "FS212 1:2+8 The bundle would overwrite 'p.fsel.tar.gz', which stage 'load' reads; expected another path"
            ]),
    ]

    @Test(arguments: structure + parameters + overrides + wiring)
    func `a fault is told with its code, place, text and proposal`(row: Row) throws {
        let result = try check(row.content, set: row.set, environment: ["WORD": "word", "SECRET": "hush"])
        #expect(result.diagnostics.map(account) == row.expected)
        #expect(result.failureKind == row.kind)
        #expect((result.plan == nil) == (row.kind != nil))
    }

    @Test func `every code of the check is in a table`() {
        let rows = Self.structure + Self.parameters + Self.overrides + Self.wiring
        let told = Set(rows.flatMap(\.expected).map { String($0.prefix(5)) })
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
