import StageKit
import Testing

@testable import PipelineXML

struct ParserFaultTests {
    @Test(arguments: [
        (
            "<a>\n  <b>\n  </c>\n</a>",
            "FS008 3:3+3 The XML is not well formed: Found </c>, expected </b> for the element that begins in line 2"
        ),
        (
            "<a>\n  <b x='1'>\n",
            "FS008 2:11+1 The XML is not well formed: The file ends inside <b>, which begins in line 2"
        ),
        ("<a é='' x='1' x='2'/>", "FS008 1:15+1 The XML is not well formed: Attribute 'x' is written twice"),
        ("<a>\n <m:b/></a>", "FS008 2:3+3 The XML is not well formed: Namespace prefix 'm' is not declared"),
        ("<a k='1' m:b='2'/>", "FS008 1:10+3 The XML is not well formed: Namespace prefix 'm' is not declared"),
        (
            "<a>\n x & y</a>",
            "FS008 2:4+1 The XML is not well formed: Found '&', expected '&amp;' for the character itself"
        ),
        (
            "<a b='x?c&amp;y=1&z=2'/>",
            "FS008 1:18+1 The XML is not well formed: Found '&', expected '&amp;' for the character itself"
        ),
        ("<a b='1'c='2'/>", "FS008 1:9+1 The XML is not well formed: attributes construct error (libxml2 error 65)"),
        (
            "<\(String(repeating: "n", count: 50_001))/>",
            "FS008 1:1+1 The XML is not well formed: A name is too long"
        ),
        (
            "<a b=1/>",
            "FS008 1:6+1 The XML is not well formed: AttValue: \" or ' expected (libxml2 error 39)"
        ),
        (
            "<a b='x",
            "FS008 1:7+1 The XML is not well formed: AttValue: ' expected (libxml2 error 40)"
        ),
        (
            "<a/><b/>",
            "FS008 1:5+1 The XML is not well formed: Extra content at the end of the document (libxml2 error 5)"
        ),
        (
            "pipeline",
            "FS008 1:1+1 The XML is not well formed: Start tag expected, '<' not found (libxml2 error 4)"
        ),
        (
            "<a>\u{1}</a>",
            "FS008 1:4+1 The XML is not well formed: PCDATA invalid Char value 1 (libxml2 error 9)"
        ),
        (
            "<a>\n é&bad; </a>",
            "FS010 2:3+5 Entity '&bad;' is not defined; a pipeline has only &lt; &gt; &amp; &quot; &apos; and numbers such"
                + " as &#233;"
        ),
        (
            "<a x='é&bad;'/>",
            "FS010 1:8+5 Entity '&bad;' is not defined; a pipeline has only &lt; &gt; &amp; &quot; &apos; and numbers such"
                + " as &#233;"
        ),
        (
            "<!-- x -->\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>",
            "FS009 2:1+9 A DOCTYPE is not allowed in a pipeline"
        ),
        (
            "<a xmlns:xi='http://www.w3.org/2001/XInclude'>\n <xi:include href='b'/></a>",
            "FS011 2:3+10 XInclude is not supported; use <include href=\"…\"/> instead"
        ),
    ])
    func `what is not well formed is told with its place`(text: String, expected: String) {
        #expect(account(parseFailure(Array(text.utf8))) == expected)
    }

    @Test func `a message leaves out the middle of what is long`() throws {
        let text = String(repeating: "n", count: 30_000)
        let message = try #require(parseFailure(Array("<a></\(text)>".utf8))).diagnostic.message
        #expect(message.hasPrefix("The XML is not well formed: Found </nnnn"))
        #expect(message.contains("n … n"))
        #expect(message.hasSuffix("nnn>, expected </a> for the element that begins in line 1"))
        #expect(message.count == 603)
    }

    @Test func `a fault of syntax is one of the pipeline file`() {
        #expect(parseFailure(Array("<a".utf8))?.kind == .pipeline)
    }
}
