import StageKit
import Testing

@testable import PipelineXML

struct SchemaWriterTests {
    private static let l = loadText

    private static func select(_ attributes: String, _ content: String = "") -> String {
        l + "<normalize/><l1-select \(attributes)>\(content)</l1-select>"
    }

    private static func load(_ content: String) -> String { "<load path='x.csv'>\(content)</load>" }

    /// Documents without any fault of structure or type.
    static let good = [
        l, "<description>So <!-- x --> it is</description>" + l, l + "<description/>",
        "<param name='a' type='int' default='1' min='0' max='9'/>" + select("max-features='${a}'"),
        "<param name='a' type='enum' default='x' values='x y'/><load path='${a}.csv'><target column='${a}'/></load>",
        "<param name='a' type='string' default='auto'/>" + l + "<normalize/><l1-select/><l2-refit lambda='${a}'/>",
        l + "<normalize method=' minmax '/>", l + "<normalize/><l1-select/><l2-refit lambda='joint'/>",
        l + "<normalize/><l1-select/><l2-refit lambda='0.5'/>", l + "<normalize/><l1-select/><l2-refit lambda='1e-7'/>",
        select("l1-ratio='1'"), select("l1-ratio='.5'"), select("l1-ratio='5e-1'"), select("l1-ratio='5.e-1'"),
        select("l1-ratio=' +0.5 '"), select("max-features='007'"), select("max-features='+7'"),
        select("max-features='9223372036854775807'"), select("id='a_b-1'", "<cv folds='2'/>"),
        select("", "<keep column='a'/><cv/><keep column='b'/>"), select("", "<!-- --> <cv rule='min'/>\n"),
        load("<column name='a'/><target column='y'/><column name='b' role='id'/><query>SELECT 1 &lt; 2</query>"),
        load("<query/><column name='${'/>".replacing("${", with: "$") + "<target column='y'/>"),
        "<load path='x' missing-tokens=''><target column='y'/></load>",
        "<load path='x' delimiter='&#9;'><target column='y'/></load>",
        l + "<gates><gate of='load' metric='rows' min='1'/></gates>",
        "<gates/>" + l + "<bundle path='b' format='zip'/>",
        l + "<s:smooth token='x'><s:window/><s:window/></s:smooth>", "<bundle/><gates/><description/>" + l,
    ]

    /// Documents with a fault of structure or type.
    static let bad = [
        "<laod path='x.csv'/>", l + "<normalize xmlns=''/>", l + "<normalize metod='zscore'/>",
        l + "<normalize s:method='zscore'/>", "<load><target column='y'/></load>", l + "<normalize><cv/></normalize>",
        load("<target column='y'/><target column='y'/>"),
        load("<column name='a'/><target column='y'/><target column='y'/>"),
        load(""), load("<column name='a'/>"), load("<query/><query/><target column='y'/>"),
        load("<target column='y'/>text"), "<load path='x.csv'><target column=''/></load>", l + "<gates/><gates/>",
        l + "<description/><gates/><description/>", l + "text", l + "<normalize>text</normalize>",
        l + "<normalize method='zskore'/>", l + "<normalize method='ZSCORE'/>", l + "<normalize method=''/>",
        select("l1-ratio='0'"), select("l1-ratio='1.01'"), select("l1-ratio='x'"), select("l1-ratio='NaN'"),
        select("l1-ratio='0x1'"), select("l1-ratio='1e999'"), select("l1-ratio=''"), select("l1-ratio='0,5'"),
        select("max-features='0'"), select("max-features='1.0'"), select("max-features='9223372036854775808'"),
        select("max-features='1e3'"), select("", "<cv folds='1'/>"), select("", "<cv folds='1001'/>"),
        select("", "<cv/><cv/>"), select("", "<keep column='a'/><keep column='b'/><keep column='c'/>"),
        select("", "<keep column='a'/><cv/><keep column='b'/><keep column='c'/>"), select("id='1a'"), select("id=''"),
        select("id='a.b'"), select("id='${a}'"), select("input='${a}'"),
        l + "<normalize/><l1-select/><l2-refit lambda='-1'/>",
        l + "<normalize/><l1-select/><l2-refit lambda='often'/>", "<param name='a' type='int' default='${b}'/>" + l,
        "<param name='a b' type='int' default='1'/>" + l, "<param name='a' type='integer' default='1'/>" + l,
        "<param name='a' default='1'/>" + l, "<param type='int' default='1'/>" + l,
        "<param name='a' type='int' default='1' min='x'/>" + l, "<param name='a' type='int' default='1' typ='x'/>" + l,
        "<param name='a' type='int' default='1'>1</param>" + l, l + "<gates><gate of='load' min='1'/></gates>",
        l + "<gates><gate of='load' metric='m' min='one'/></gates>", l + "<gates><gat/></gates>",
        l + "<bundle path=''/>", l + "<bundle format='tar'/>", l + "<bundle><a/></bundle>", "<include/>" + l,
        "<include href='a' parse='xml'/>" + l, "<include href=''/>" + l, "<description><b/></description>" + l,
        "<description a='b'/>" + l, "<load path='x.csv' input='a'><target column='y'/></load>",
    ]

    /// Documents whose fault a schema cannot see: parameters, wiring, includes, foreign namespaces.
    static let beyond = [
        l + "<normalize input='gone'/>", l + "<normalize id='a'/><normalize id='a'/>", l + "<evaluate/>", "<gates/>",
        "<param name='a' type='int' default='x'/>" + l, "<param name='a' type='int'/>" + l,
        "<param name='a' type='string' min='1' default='1'/>" + l, "<load path='${gone}'><target column='y'/></load>",
        "<load path='${gone'><target column='y'/></load>", l + "<gates><gate of='load' metric='m'/></gates>",
        l + "<bundle path='x.csv'/>", "<include href='gone.xml'/>" + l, l + "<x:a xmlns:x='urn:x'/>",
        "<param name='a' type='string' default='abc'/>" + select("max-features='${a}'"),
    ]

    private static func schema() throws -> SchemaValidator {
        try SchemaValidator(SchemaWriter(stages: SampleStages.all).text)
    }

    private func agreement(_ contents: [String], schemaAccepts: Bool, checkAccepts: Bool) throws {
        let schema = try Self.schema()
        for content in contents {
            let text = pipelineText(content)
            #expect(schema.faults(text).isEmpty == schemaAccepts, "\(content): \(schema.faults(text))")
            let errors = try checkFile(text).diagnostics.filter { $0.severity == .error }
            #expect(errors.isEmpty == checkAccepts, "\(content): \(errors.map(account))")
        }
    }

    @Test func `what the check accepts is valid by the schema`() throws {
        try agreement(Self.good, schemaAccepts: true, checkAccepts: true)
    }

    @Test func `what the check refuses for structure or type is invalid by the schema`() throws {
        try agreement(Self.bad, schemaAccepts: false, checkAccepts: false)
    }

    @Test func `what depends on more than structure and type is left to the check`() throws {
        try agreement(Self.beyond, schemaAccepts: true, checkAccepts: false)
    }

    @Test func `the rows of the table of structure are faults by the schema too`() throws {
        let schema = try Self.schema()
        let unseen: Set = ["FS111", "FS112", "FS113"]
        for row in FaultTable.structure where unseen.isDisjoint(with: row.expected.map { String($0.prefix(5)) }) {
            // Elements of another namespace have a schema of their own.
            if row.content.contains("<s:") { continue }
            #expect(!schema.faults(pipelineText(row.content)).isEmpty, "\(row.content)")
        }
    }

    @Test(arguments: [
        ("<fragment xmlns='urn:fsel:pipeline:1'><param name='a' type='int' default='1'/><normalize/></fragment>", true),
        ("<fragment xmlns='urn:fsel:pipeline:1' name='x'/>", false), ("<fragment/>", false),
        ("<pipeline xmlns='urn:fsel:pipeline:1'/>", false),
        ("<pipeline xmlns='urn:fsel:pipeline:1' name='../x'/>", false),
        ("<pipeline xmlns='urn:fsel:pipeline:1' name='x' seed='${s}'/>", true),
        ("<pipeline xmlns='urn:fsel:pipeline:1' name='x' seed='-1'/>", false),
    ])
    func `roots are described`(text: String, isValid: Bool) throws {
        #expect(try Self.schema().faults(text).isEmpty == isValid)
    }

    @Test func `an author's namespace has a schema of its own`() throws {
        let schema = try SchemaValidator(SchemaWriter(stages: SampleStages.all, namespace: "urn:example:smooth").text)
        #expect(schema.faults("<smooth xmlns='urn:example:smooth' id='a' input='b'><window/></smooth>") == [])
        #expect(schema.faults("<smooth xmlns='urn:example:smooth' tokn='a'/>") != [])
        #expect(schema.faults("<normalize xmlns='urn:fsel:pipeline:1'/>") != [])
    }

    @Test func `options are documented with their range, unit and default`() throws {
        let text = SchemaWriter(stages: SampleStages.all).text
        #expect(text.contains("<xs:documentation>Cross-validation.</xs:documentation>"))
        #expect(
            text.contains(
                "How many folds. Expected: a whole number &gt;= 2 and &lt;= 1000. Unit: folds.</xs:documentation>"))
        #expect(text.contains("<xs:attribute name=\"folds\" default=\"10\">"))
    }

    @Test func `too many counted children are left to the check`() throws {
        let names = (0..<8).map { "c\($0)" }
        let element = ElementDescriptor(
            name: "many", summary: "Many.",
            children: names.map { ChildDescriptor(ElementDescriptor(name: $0, summary: "One.")) })
        let stage = StageDescriptor(element, namespace: "urn:many", takes: [], gives: [])
        let schema = try SchemaValidator(SchemaWriter(stages: [stage], namespace: "urn:many").text)
        #expect(schema.faults("<many xmlns='urn:many'><c1/><c0/></many>") == [])
        #expect(schema.faults("<many xmlns='urn:many'><c9/></many>") != [])
    }

    @Test func `a child that must occur some times may do so in any order`() throws {
        func child(_ name: String, _ min: Int, _ max: Int?) -> ChildDescriptor {
            ChildDescriptor(ElementDescriptor(name: name, summary: "One."), minCount: min, maxCount: max)
        }
        let element = ElementDescriptor(
            name: "m", summary: "Some.", children: [child("a", 2, nil), child("b", 0, 1), child("c", 0, nil)])
        let stage = StageDescriptor(element, namespace: "urn:m", takes: [], gives: [])
        let schema = try SchemaValidator(SchemaWriter(stages: [stage], namespace: "urn:m").text)
        for (content, isValid) in [
            ("aa", true), ("caca", true), ("baa", true), ("abcaca", true), ("a", false), ("bac", false),
            ("aabb", false),
            ("", false),
        ] {
            let children = content.map { "<\($0)/>" }.joined()
            #expect(schema.faults("<m xmlns='urn:m'>\(children)</m>").isEmpty == isValid, "\(content)")
        }
    }
}
