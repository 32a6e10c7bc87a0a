import StageKit
import Testing

@testable import PipelineXML

struct XMLTreeParserTests {
    @Test func `elements, attribute names and values have their places in a tag of several lines`() throws {
        let root = try parse("<?xml version=\"1.0\"?>\n<a\n  one='1'\n  two = \"2 > 1\">\n<b/></a>")
        #expect(mark(root.nameSpan) == "2:2+1")
        #expect(root.attributes.map { mark($0.nameSpan) } == ["3:3+3", "4:3+3"])
        #expect(root.attributes.map { mark($0.valueSpan) } == ["3:8+1", "4:10+5"])
        #expect(root.attributes.map(\.value) == ["1", "2 > 1"])
        #expect(root.children.map { mark($0.nameSpan) } == ["5:2+1"])
    }

    @Test func `columns count characters, a tab as one, whatever their bytes`() throws {
        let root = try parse("<a>\t<é ü=\"ß€😀x\"/><b c='1'/></a>")
        #expect(mark(root.children[0].nameSpan) == "1:6+1")
        #expect(mark(root.children[0].attributes[0].nameSpan) == "1:8+1")
        #expect(mark(root.children[0].attributes[0].valueSpan) == "1:11+4")
        #expect(mark(root.children[1].nameSpan) == "1:19+1")
        #expect(mark(root.children[1].attributes[0].valueSpan) == "1:24+1")
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines count the same whatever ends them`(end: String) throws {
        let root = try parse(["<a>", " <b", "x='1'/>", " text", "</a>"].joined(separator: end))
        #expect(mark(root.children[0].nameSpan) == "2:3+1")
        #expect(mark(root.children[0].attributes[0].valueSpan) == "3:4+1")
        #expect(mark(root.textSpan) == "4:2+4")
    }

    @Test func `a byte order mark takes no column`() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + Array("<a x='1'><b/>t</a>".utf8)
        let root = try XMLTreeParser.parse(SourceFile(path: "p.xml", bytes: bytes))
        #expect(mark(root.nameSpan) == "1:2+1")
        #expect(mark(root.attributes[0].valueSpan) == "1:7+1")
        #expect(mark(root.children[0].nameSpan) == "1:11+1")
        #expect(mark(root.textSpan) == "1:14+1")
    }

    @Test func `references and line ends in a value are replaced, and its place is that of the source`() throws {
        let root = try parse("<a x='&lt;&#233;&amp;&#x41;' w='&amp;#38;&#38;' y='1\n2'\n z='3'/>")
        #expect(root.attributes.map(\.value) == ["<é&A", "&#38;&", "1 2", "3"])
        #expect(root.attributes.map { mark($0.valueSpan) } == ["1:7+21", "1:33+14", "1:52+1", "3:5+1"])
    }

    @Test func `namespaces come with names, and their declarations are no attributes`() throws {
        let root = try parse("<a xmlns='u' xmlns:m='v' k='1'><m:b m:p='2' q='3'/></a>")
        #expect(root.namespace == "u")
        #expect(root.attributes.map(\.name) == ["k"])
        let child = root.children[0]
        #expect(child.namespace == "v")
        #expect(child.attributes.map(\.namespace) == ["v", nil])
        #expect(mark(child.nameSpan) == "1:33+3")
        #expect(child.attribute("p") == nil)
        #expect(child.attribute("q")?.value == "3")
    }

    @Test func `text is joined over comments and sections, and blanks alone are none`() throws {
        let root = try parse("<a> <!-- x --> <?p y?>\n <![CDATA[ so <b> ]]>&amp; on<b> \n </b> <c/>\n last </a>")
        #expect(root.text == "  \n  so <b> & on \n last ")
        #expect(mark(root.textSpan) == "2:12+2")
        #expect(root.children[0].text.isEmpty)
        #expect(root.children[0].textSpan == nil)
    }

    @Test func `text between elements has its own place`() throws {
        #expect(mark(try parse("<a><b/> <c></c>\n<!-- <d> -->  oops <d/></a>").textSpan) == "2:15+4")
        #expect(mark(try parse("<a><b ></b >end</a>").textSpan) == "1:13+3")
    }

    @Test func `a tag may hold what looks like markup in its values`() throws {
        let root = try parse("<a b='/>' c=\"<!-- '\" d='&lt;'/>".replacing("<!--", with: "!--"))
        #expect(root.attributes.map(\.value) == ["/>", "!-- '", "<"])
        #expect(root.attributes.map { mark($0.valueSpan) } == ["1:7+2", "1:14+5", "1:24+4"])
    }

    @Test func `lines beyond 65535 are counted`() throws {
        let root = try parse("<a>" + String(repeating: "\n", count: 70_000) + "<b c='1'/></a>")
        #expect(mark(root.children[0].attributes[0].valueSpan) == "70001:7+1")
    }

    @Test func `many threads parse at once, each with its own result`() async throws {
        let counts = await withTaskGroup(of: Int.self) { group in
            for index in 0..<16 {
                group.addTask {
                    let end = index % 2 == 0 ? "</a>" : "</b>"
                    return (try? parse("<a>" + String(repeating: "<b c='1'/>", count: index) + end))?.children.count
                        ?? -1
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        #expect(counts == Array(repeating: -1, count: 8) + stride(from: 0, to: 16, by: 2))
    }
}
