import StageKit
import Testing

@testable import PipelineXML

/// Random changes of a good pipeline: the schema and the check must agree on each.
struct SchemaAgreementTests {
    private struct Node {
        var name: String
        var attributes: [(name: String, value: String)] = []
        var children: [Node] = []
        var text = ""

        var xml: String {
            let own = attributes.map { " \($0.name)=\"\($0.value)\"" }.joined()
            return "<\(name)\(own)>\(text)\(children.map(\.xml).joined())</\(name)>"
        }

        var count: Int { 1 + children.reduce(0) { $0 + $1.count } }

        /// Changes the node of a number in document order.
        mutating func change(_ number: Int, _ body: (inout Node) -> Void) {
            if number == 0 { return body(&self) }
            var rest = number - 1
            for index in children.indices {
                let count = children[index].count
                if rest < count { return children[index].change(rest, body) }
                rest -= count
            }
        }
    }

    /// A small generator with a fixed seed, so that a failure can be repeated.
    private struct Generator {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }

        mutating func pick<T>(_ values: [T]) -> T { values[next(below: values.count)] }
    }

    private static let names = [
        "load", "target", "column", "query", "normalize", "l1-select", "cv", "keep", "l2-refit", "gates", "gate",
        "bundle",
        "param", "description", "pipeline", "other",
    ]
    private static let attributes = [
        "id", "path", "column", "name", "role", "method", "folds", "rule", "l1-ratio", "max-features", "lambda",
        "input", "of",
        "metric", "min", "max", "type", "default", "seed", "format", "values", "env", "features", "other",
    ]
    private static let values = [
        "", " ", "0", "1", "-1", "2", " 7 ", "1001", "0.5", "1e400", "1.", ".5", "+3", "NaN", "INF", "0x1", "1_000",
        "auto",
        "joint", "min", "1se", "zscore", "id", "feature", "int", "string", "zip", "tar.gz", "load", "${gone}",
        "a${gone}b",
        "$${x}", "a b", "a.b", "9223372036854775808", "é",
    ]

    private static let base = Node(
        name: "pipeline", attributes: [("xmlns", "urn:fsel:pipeline:1"), ("name", "p"), ("seed", "3")],
        children: [
            Node(name: "description", text: "Words."),
            Node(name: "param", attributes: [("name", "a"), ("type", "int"), ("default", "1")]),
            Node(
                name: "load", attributes: [("id", "load"), ("path", "x.csv")],
                children: [
                    Node(name: "target", attributes: [("column", "y")]),
                    Node(name: "column", attributes: [("name", "c"), ("role", "id")]),
                    Node(name: "query", text: "SELECT"),
                ]),
            Node(name: "normalize", attributes: [("method", "minmax")]),
            Node(
                name: "l1-select", attributes: [("l1-ratio", "0.5"), ("max-features", "4")],
                children: [
                    Node(name: "cv", attributes: [("folds", "5"), ("rule", "min")]),
                    Node(name: "keep", attributes: [("column", "c")]),
                ]),
            Node(name: "l2-refit", attributes: [("lambda", "joint")], children: [Node(name: "cv")]),
            Node(
                name: "gates",
                children: [Node(name: "gate", attributes: [("of", "load"), ("metric", "m"), ("min", "1")])]),
            Node(name: "bundle", attributes: [("path", "b"), ("format", "zip")]),
        ])

    private func mutate(_ root: inout Node, _ generator: inout Generator) {
        let number = generator.next(below: root.count)
        let copy = generator.pick([Self.base] + Self.base.children + Self.base.children.flatMap(\.children))
        let (name, attribute, value) = (
            generator.pick(Self.names), generator.pick(Self.attributes), generator.pick(Self.values)
        )
        let action = generator.next(below: 9)
        let place = generator.next(below: 64)
        root.change(number) { node in
            let own = node.attributes.indices.filter { node.attributes[$0].name != "xmlns" }
            switch action {
            case 0 where !node.children.isEmpty: node.children.remove(at: place % node.children.count)
            case 1 where !node.children.isEmpty: node.children.append(node.children[place % node.children.count])
            case 2: node.children.insert(copy, at: place % (node.children.count + 1))
            case 3 where number > 0: node.name = name
            case 4 where !own.isEmpty: node.attributes.remove(at: own[place % own.count])
            case 5 where !node.attributes.contains { $0.name == attribute }: node.attributes.append((attribute, value))
            case 6 where !node.children.isEmpty: node.children.append(node.children.removeFirst())
            case 7: node.text += place % 2 == 0 ? " " : "text"
            default:
                if !own.isEmpty { node.attributes[own[place % own.count]].value = value }
            }
        }
    }

    @Test func `the schema and the check agree on a thousand changed pipelines`() throws {
        let schema = try SchemaValidator(SchemaWriter(stages: SampleStages.all).text)
        let visible: Set = [
            "FS101", "FS102", "FS103", "FS104", "FS105", "FS106", "FS107", "FS108", "FS109", "FS110", "FS119",
        ]
        var generator = Generator(state: 20_260_101)
        var verdicts = [0, 0]
        for _ in 0..<1_000 {
            var root = Self.base
            for _ in 0...generator.next(below: 3) { mutate(&root, &generator) }
            let text = root.xml
            let faults = try checkFile(text).diagnostics
            let isRefused = faults.contains { visible.contains($0.code) }
            verdicts[isRefused ? 1 : 0] += 1
            #expect(
                schema.faults(text).isEmpty == !isRefused, "\(text)\n\(schema.faults(text))\n\(faults.map(account))")
        }
        #expect(verdicts.allSatisfy { $0 > 200 }, "\(verdicts)")
    }
}
