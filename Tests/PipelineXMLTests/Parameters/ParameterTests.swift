import StageKit
import Testing

@testable import PipelineXML

struct ParameterTests {
    /// A pipeline whose `<smooth token>` has this value.
    private func content(_ parameters: String, token: String) -> String {
        parameters + loadText + "<s:smooth token='\(token)'/>"
    }

    /// The checked value of `<smooth token>`.
    private func token(
        _ parameters: String, _ token: String, set: [String] = [], environment: [String: String]? = [:]
    ) throws -> PlannedAttribute? {
        let result = try check(content(parameters, token: token), set: set, environment: environment)
        #expect(result.diagnostics.filter { $0.severity == .error } == [])
        return result.plan?.stage("smooth")?.element.attributes.first
    }

    @Test(arguments: [
        ("plain", "plain"), ("${a}", "1"), ("x${a}y${b}z", "x1y2.5z"), ("$${a}", "${a}"), ("$$${a}", "$${a}"),
        ("$a {a} $", "$a {a} $"), ("${a}$", "1$"), ("$$", "$$"),
    ])
    func `references are filled in and escapes are undone`(written: String, value: String) throws {
        let found = try token(
            "<param name='a' type='int' default=' 1 '/><param name='b' type='number' default='2.5'/>", written)
        #expect(found?.option.value == .string(value))
    }

    @Test func `a value comes from the command line, else the environment, else the default`() throws {
        let parameter = "<param name='a' type='string' default='d' env='A'/>"
        let byDefault = try token(parameter, "${a}")?.option
        #expect(byDefault?.value == .string("d"))
        #expect(byDefault?.origin == .parameter("a"))
        let fromEnvironment = try token(parameter, "${a}", environment: ["A": "e"])?.option
        #expect(fromEnvironment?.value == .string("e"))
        #expect(fromEnvironment?.origin == .environment("A"))
        let fromCommand = try token(parameter, "${a}", set: ["a=x=1", "a=y=2"], environment: ["A": "e"])?.option
        #expect(fromCommand?.value == .string("y=2"))
        #expect(fromCommand?.origin == .override)
        #expect(try token(parameter, "literal")?.option.origin == .written)
        #expect(try token(parameter, "x${a}")?.option.origin == .parameter("a"))
    }

    @Test func `the command line and the environment are taken as they are`() throws {
        let found = try token("<param name='a' type='string' env='A'/>", "${a}", environment: ["A": "${b} $${c}"])
        #expect(found?.option.value == .string("${b} $${c}"))
        let override = try token("", "x", set: ["smooth.token=${b}"])
        #expect(override?.option.value == .string("${b}"))
        #expect(override?.option.origin == .override)
        #expect(override?.option.location?.line == 2)
        #expect(override?.text == "$${b}")
    }

    @Test func `an environment that is not read leaves a value open, which is no fault`() throws {
        let parameter = "<param name='a' type='int' env='A'/>"
        let result = try check(
            parameter + loadText + "<normalize/><l1-select max-features='${a}'/>", environment: nil)
        #expect(result.diagnostics == [])
        #expect(result.failureKind == nil)
        #expect(result.plan == nil)
        let standard = try check(
            content("<param name='a' type='int' env='A' default='4'/>", token: "${a}"), environment: nil)
        #expect(standard.plan?.stage("smooth")?.options.values["token"]?.value == .string("4"))
        let given = try check(content(parameter, token: "${a}"), set: ["a=5"], environment: nil)
        #expect(given.plan?.parameters.map(\.value) == ["5"])
    }

    @Test func `a secret is filled in and never shown`() throws {
        let parameter = "<param name='key' type='secret' env='KEY'/>"
        let environment = ["KEY": "hush\u{1}"]
        let found = try #require(try token(parameter, "a ${key}", environment: environment))
        #expect(found.option.value == .string("a hush\u{1}"))
        #expect(found.text == "a ${key}")
        #expect(found.holdsSecret)
        let plan = try #require(try check(content(parameter, token: "${key}"), environment: environment).plan)
        #expect(plan.parameters.map(\.shownValue) == ["(secret)"])
        #expect(!plan.resolvedXML().contains("hush"))
        #expect(plan.resolvedXML().contains("<param name=\"key\" type=\"secret\" env=\"KEY\"/>"))
    }

    @Test(arguments: [
        (
            "<gates><gate of='load' metric='${key}' min='1'/></gates>",
            "FS127 3:32+6 Attribute 'metric' of <gate> is kept and shown; parameter 'key' is a secret"
        ),
        (
            "<normalize/><l1-select max-features='${key}'/>",
            "FS127 3:38+6 Attribute 'max-features' of <l1-select> needs a whole number >= 1; parameter 'key' is of type secret"
        ),
        (
            "<load id='b' path='x/${key}'><target column='y'/></load>",
            "FS127 3:20+8 Attribute 'path' of <load> needs a path; parameter 'key' is of type secret"
        ),
    ])
    func `a secret may stand only in a stage's free text`(use: String, expected: String) throws {
        let content = "<param name='key' type='secret' env='K'/>\(loadText)\n\(use)"
        let result = try check(content, environment: ["K": "hush"])
        #expect(result.diagnostics.map(account) == [expected])
        #expect(!result.diagnostics.contains { $0.message.contains("hush") })
    }

    @Test(arguments: [
        ("int", "", "2", OptionType.integer(min: nil, max: nil), true), ("int", "", "5", .number(NumberRange()), true),
        ("number", "", "0.5", .number(NumberRange()), true), ("string", "", "x", .choice(["x"]), true),
        ("enum", " values='x'", "x", .choice(["x"]), true), ("enum", " values='x'", "x", .column, true),
        ("string", "", "x", .path, true), ("path", "", "x", .path, true), ("int", "", "2", .path, false),
        ("path", "", "x", .choice(["x"]), false), ("path", "", "x", .column, false),
        ("string", "", "2", .integer(min: 0, max: 9), false),
        ("int", "", "2", .keyword(["auto"], or: .number(NumberRange())), true),
        ("string", "", "auto", .keyword(["auto"], or: .number(NumberRange())), true),
        ("path", "", "auto", .keyword(["auto"], or: .number(NumberRange())), false), ("int", "", "1", .names, true),
    ])
    func `a parameter as a whole value keeps its type`(
        type: String, more: String, value: String, option: OptionType, fits: Bool
    ) throws {
        let element = ElementDescriptor(
            name: "a", summary: "A.", options: [OptionDescriptor(name: "v", type: option, help: "V.")])
        let stage = StageDescriptor(element, namespace: StageDescriptor.builtInNamespace, takes: [], gives: [.table])
        let text = pipelineText("<param name='p' type='\(type)' default='\(value)'\(more)/><a v='${p}'/>")
        let result = PipelineCheck(try PipelineDocument(path: "p.xml", bytes: Array(text.utf8)), stages: [stage])
        #expect(result.diagnostics.map(\.code) == (fits ? [] : ["FS127"]))
    }

    @Test func `values from outside must be text that XML can hold`() throws {
        let failure = #expect(throws: StageFailure.self) { _ = try PipelineOverride("a=\u{2}") }
        #expect(account(failure) == "FS130 --set a: the value holds a control character, which no pipeline can hold")
        let result = try check(
            content("<param name='a' type='string' env='A'/>", token: "${a}"), environment: ["A": "\u{FFFE}"])
        #expect(result.diagnostics.map(\.code) == ["FS129"])
    }

    @Test func `bounds hold for every source of a value`() throws {
        let parameter = "<param name='a' type='number' min='0.5' max='2' env='A' default='1'/>"
        let text = content(parameter, token: "${a}")
        #expect(
            try check(text, set: ["a=0.4"]).diagnostics.map(account) == [
                "FS134 --set a=0.4: expected a number >= 0.5 and <= 2"
            ])
        #expect(
            try check(text, environment: ["A": "3"]).diagnostics.map(account) == [
                "FS129 2:54+1 Environment variable 'A' of parameter 'a' is '3', expected a number >= 0.5 and <= 2"
            ])
        #expect(try check(text, set: ["a=2"], environment: ["A": "3"]).diagnostics == [])
    }

    @Test func `a faulty declaration is not told again where it is used`() throws {
        let result = try check(content("<param name='a' type='integer' default='1'/>", token: "${a}"))
        #expect(result.diagnostics.map(\.code) == ["FS109"])
    }

    @Test func `an overridden option is not checked as it is written`() throws {
        let text = "<param name='a' type='int' default='1'/>" + loadText + "<normalize method='x${a}'/>"
        let result = try check(text, set: ["normalize.method=none"])
        #expect(result.diagnostics == [])
        #expect(result.plan?.stage("normalize")?.options.values["method"]?.value == .string("none"))
    }

    @Test func `an option that is not written can be set`() throws {
        let plan = try check(
            loadText + "<normalize id='n'/><l1-select/>", set: ["normalize.method=none", "l1-select.max-features=3"]
        ).plan
        #expect(plan?.stage("n")?.options.values["method"]?.origin == .override)
        #expect(plan?.stage("l1-select")?.options.values["max-features"]?.value == .integer(3))
    }

    @Test func `a required option can be given from outside alone`() throws {
        let plan = try check("<load><target column='y'/></load>", set: ["load.path=q.csv", "load.target.column=z"]).plan
        let load = try #require(plan?.stage("load")?.options)
        #expect(load.values["path"]?.resolvedPath == "q.csv")
        #expect(load.child("target")?.values["column"]?.value == .string("z"))
    }
}
