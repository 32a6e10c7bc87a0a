import StageKit
import Testing

@testable import PipelineXML

struct HostileInputTests {
    private func fault(_ text: String) -> String { account(parseFailure(Array(text.utf8))) }

    @Test func `64 levels are read and 65 are not`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        _ = try parse(nested(64))
        let expected = "FS012 1:194+1 Elements are nested more than 64 deep, the limit"
        #expect(fault(nested(65)) == expected)
        #expect(fault(nested(70)) == expected)
        #expect(fault(String(repeating: "<a>", count: 300_000)) == expected)
    }

    @Test func `an entity bomb is refused at its DOCTYPE`() {
        let entities = (1...9).map { "<!ENTITY e\($0) '\(String(repeating: "&e\($0 - 1);", count: 10))'>" }.joined()
        #expect(
            fault("<!DOCTYPE a [<!ENTITY e0 'x'>\(entities)]>\n<a b='&e9;'/>")
                == "FS009 1:1+9 A DOCTYPE is not allowed in a pipeline")
    }

    @Test func `an attribute of 3 MB is a plain value with its place`() throws {
        let value = String(repeating: "x", count: 3_000_000)
        let root = try parse("<a b='\(value)' c='1'/>")
        #expect(root.attributes[0].value.utf8.count == 3_000_000)
        #expect(mark(root.attributes[1].valueSpan) == "1:3000012+1")
    }

    @Test func `a file beyond 4 MiB is refused`() {
        let bytes = Array("<a>".utf8) + [UInt8](repeating: 0x20, count: 5_000_000) + Array("</a>".utf8)
        #expect(account(parseFailure(bytes)) == "FS004 p.xml is larger than 4 MiB, the limit for a pipeline file")
    }

    @Test func `256 attributes are read and 257 are not`() throws {
        func element(_ count: Int) -> String {
            "<!-- <x a='' --><?p <?><r><![CDATA[<]]><a" + (0..<count).map { " a\($0)=''" }.joined() + "/></r>"
        }
        #expect(try parse(element(256)).children[0].attributes.count == 256)
        #expect(fault(element(257)) == "FS013 1:41+1 The element has more than 256 attributes, the limit")
    }

    @Test(arguments: [[], Array(" \n\t".utf8), [0xEF, 0xBB, 0xBF]])
    func `an empty file is told as such`(bytes: [UInt8]) {
        #expect(account(parseFailure(bytes)) == "FS005 1:1+1 The file is empty, expected a <pipeline> element")
    }

    @Test func `a NUL is refused at its place`() {
        #expect(fault("<a>\n é\0</a>") == "FS007 2:3+1 Found a NUL byte, expected text")
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x3C, 0x00], "UTF-16"), ([0xFE, 0xFF, 0x00, 0x3C], "UTF-16"),
            ([0x3C, 0x00, 0x3F, 0x00, 0x78, 0x00], "UTF-16"), ([0xFF, 0xFE, 0, 0, 0x3C, 0, 0, 0], "UTF-32"),
        ] as [([UInt8], String)])
    func `other encodings are told by their first bytes`(bytes: [UInt8], name: String) {
        #expect(account(parseFailure(bytes)) == "FS006 1:1+1 The file is in \(name), expected UTF-8")
    }

    @Test func `bytes that are not UTF-8 are told with their place`() {
        let bytes = Array("<a>\n  <b c='".utf8) + [0xE9, 0x74] + Array("'/></a>".utf8)
        #expect(
            account(parseFailure(bytes))
                == "FS006 2:9+1 Byte 0xE9 is not valid UTF-8 here; expected the file to be in UTF-8")
    }

    @Test func `a declared encoding must be UTF-8 and a declared version 1.0`() throws {
        _ = try parse("<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>")
        #expect(
            fault("<?xml version='1.0' encoding='ISO-8859-1'?><a/>")
                == "FS006 1:31+10 The file declares encoding 'ISO-8859-1', expected 'UTF-8'")
        #expect(
            fault("<?xml version=\"1.1\"?><a/>") == "FS014 1:16+3 The file declares XML version '1.1', expected '1.0'")
    }

    @Test func `every truncation of a file is a fault of the file and nothing worse`() {
        let text = Array("<?xml version='1.0'?><a b='é'><!-- c --><d>&amp;<![CDATA[e]]></d><f/></a>".utf8)
        for count in 0..<text.count {
            #expect(parseFailure(Array(text[..<count])) != nil, "at \(count)")
        }
        #expect(parseFailure(text) == nil)
    }

    @Test func `every changed byte gives a tree or a fault`() {
        let text = Array("<a b='é' c=\"x\"><!-- c --><d>&amp;&#65;<![CDATA[e]]></d><f g='h'/>t</a>".utf8)
        for index in text.indices {
            for byte: UInt8 in [0x00, 0x26, 0x3C, 0x3E, 0x27, 0x2F, 0x80, 0xFF] {
                var changed = text
                changed[index] = byte
                if let failure = parseFailure(changed) { #expect(failure.diagnostic.location != nil) }
            }
        }
    }
}
