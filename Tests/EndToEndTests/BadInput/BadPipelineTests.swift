import FSelCommand
import Testing

/// Pipelines that are none.
struct BadPipelineTests {
    static let cases: [BadCase] = [
        BadCase(
            "an empty file", pipeline: .text(""), .pipeline,
            "p.xml:1:1: error[FS005]: The file is empty, expected a <pipeline> element"),
        BadCase(
            "a declaration alone", pipeline: .text("<?xml version=\"1.0\"?>\n"), .pipeline,
            "p.xml:1:21: error[FS008]: The XML is not well formed: Start tag expected, '<' not found (libxml2 error 4)"),
        BadCase(
            "no XML", pipeline: .text("x1,x2,y\n"), .pipeline,
            "p.xml:1:1: error[FS008]: The XML is not well formed: Start tag expected, '<' not found (libxml2 error 4)"),
        BadCase(
            "a NUL",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <norm\0alize/>\n  <l1-select><cv folds=\"3\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:3:8: error[FS007]: Found a NUL byte, expected text"),
        BadCase(
            "Latin-1",
            pipeline: .bytes([
                0x3C, 0x70, 0x69, 0x70, 0x65, 0x6C, 0x69, 0x6E, 0x65, 0x20, 0x6E, 0x61, 0x6D, 0x65, 0x3D, 0x22, 0x62,
                0xE9, 0x64, 0x22, 0x2F, 0x3E,
            ]), .pipeline,
            "p.xml:1:18: error[FS006]: Byte 0xE9 is not valid UTF-8 here; expected the file to be in UTF-8"),
        BadCase(
            "UTF-16", pipeline: .bytes([0xFF, 0xFE, 0x3C, 0x00, 0x70, 0x00, 0x2F, 0x00, 0x3E, 0x00]), .pipeline,
            "p.xml:1:1: error[FS006]: The file is in UTF-16, expected UTF-8"),
        BadCase(
            "an encoding that is declared", pipeline: .text("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<p/>"),
            .pipeline,
            "p.xml:1:31: error[FS006]: The file declares encoding 'ISO-8859-1', expected 'UTF-8'"),
        BadCase(
            "a DOCTYPE",
            pipeline: .text(
                "<!DOCTYPE pipeline>\n<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:1:1: error[FS009]: A DOCTYPE is not allowed in a pipeline"),
        BadCase(
            "an external entity",
            pipeline: .text(
                "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"&x;\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:1:1: error[FS009]: A DOCTYPE is not allowed in a pipeline"),
        BadCase(
            "an entity bomb",
            pipeline: .text(
                "<!DOCTYPE p [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">]>\n<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"&f;\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:1:1: error[FS009]: A DOCTYPE is not allowed in a pipeline"),
        BadCase(
            "an entity that is not defined", pipeline: .changed("\"bad\"", "\"&foo;\""), .pipeline,
            "p.xml:1:45: error[FS010]: Entity '&foo;' is not defined; a pipeline has only &lt; &gt; "
                + "&amp; &quot; &apos; and numbers such as &#233;"),
        BadCase(
            "a tag that is not closed", pipeline: .changed("</pipeline>", ""), .pipeline,
            "p.xml:5:34: error[FS008]: The XML is not well formed: The file ends inside <pipeline>, "
                + "which begins in line 1"),
        BadCase(
            "a tag closed by another", pipeline: .changed("</load>", "</lode>"), .pipeline,
            "p.xml:2:45: error[FS008]: The XML is not well formed: Found </lode>, expected </load> for "
                + "the element that begins in line 2"),
        BadCase(
            "an attribute twice", pipeline: .changed("<normalize/>", "<normalize method=\"none\" method=\"none\"/>"),
            .pipeline,
            "p.xml:3:28: error[FS008]: The XML is not well formed: Attribute 'method' is written twice"),
        BadCase(
            "two roots",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n<p/>"
            ), .pipeline,
            "p.xml:7:1: error[FS008]: The XML is not well formed: Extra content at the end of the "
                + "document (libxml2 error 5)"),
        BadCase(
            "XInclude",
            pipeline: .changed("<normalize/>", "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"a\"/>"),
            .pipeline,
            "p.xml:3:4: error[FS011]: XInclude is not supported; use <include href=\"…\"/> instead"),
        BadCase(
            "no namespace", pipeline: .changed(" xmlns=\"urn:fsel:pipeline:1\"", ""), .pipeline,
            "p.xml:1:2: error[FS100]: The root is <pipeline> in no namespace, expected <pipeline> in "
                + "namespace 'urn:fsel:pipeline:1'"),
        BadCase(
            "another version of the dialect", pipeline: .changed("pipeline:1", "pipeline:2"), .pipeline,
            "p.xml:1:2: error[FS100]: The root is <pipeline> in namespace 'urn:fsel:pipeline:2', "
                + "expected <pipeline> in namespace 'urn:fsel:pipeline:1'"),
        BadCase(
            "stray text", pipeline: .changed("<normalize/>", "hello<normalize/>"), .pipeline,
            "p.xml:3:3: error[FS108]: <pipeline> holds no text"),
        BadCase(
            "an unknown stage", pipeline: .changed("<normalize/>", "<normalise/>"), .pipeline,
            "p.xml:3:4: error[FS102]: There is no stage <normalise>; did you mean 'normalize'?"),
        BadCase(
            "an unknown attribute", pipeline: .changed("<normalize/>", "<normalize metod=\"none\"/>"), .pipeline,
            "p.xml:3:14: error[FS103]: <normalize> has no attribute 'metod'; did you mean 'method'?"),
        BadCase(
            "an unknown child", pipeline: .changed("<cv ", "<cvv "), .pipeline,
            "p.xml:4:15: error[FS105]: <l1-select> has no child element <cvv>; did you mean 'cv'?"),
        BadCase(
            "an unknown word", pipeline: .changed("<normalize/>", "<normalize method=\"zsocre\"/>"), .pipeline,
            "p.xml:3:22: error[FS109]: Attribute 'method' of <normalize> is 'zsocre', expected one of "
                + "'zscore', 'minmax', 'maxabs', 'robust', 'none'; did you mean 'zscore'?"),
        BadCase(
            "a number that is none", pipeline: .changed("folds=\"3\"", "folds=\"three\""), .pipeline,
            "p.xml:4:25: error[FS109]: Attribute 'folds' of <cv> is 'three', expected a whole number >= 2 and <= 10000"),
        BadCase(
            "a number out of range", pipeline: .changed("folds=\"3\"", "folds=\"1\""), .pipeline,
            "p.xml:4:25: error[FS109]: Attribute 'folds' of <cv> is '1', expected a whole number >= 2 and <= 10000"),
        BadCase(
            "a number beyond an integer", pipeline: .changed("folds=\"3\"", "folds=\"99999999999999999999\""),
            .pipeline,
            "p.xml:4:25: error[FS109]: Attribute 'folds' of <cv> is '99999999999999999999', expected a "
                + "whole number >= 2 and <= 10000"),
        BadCase(
            "a lambda of not-a-number", pipeline: .changed("<cv folds=\"3\"/>", "<lambda value=\"nan\"/>"), .pipeline,
            "p.xml:4:29: error[FS109]: Attribute 'value' of <lambda> is 'nan', expected a number > 0"),
        BadCase(
            "a lambda of 1e999", pipeline: .changed("<cv folds=\"3\"/>", "<lambda value=\"1e999\"/>"), .pipeline,
            "p.xml:4:29: error[FS109]: Attribute 'value' of <lambda> is '1e999', expected a number > 0"),
        BadCase(
            "a negative seed", pipeline: .changed("name=\"bad\"", "name=\"bad\" seed=\"-1\""), .pipeline,
            "p.xml:1:56: error[FS109]: Attribute 'seed' of <pipeline> is '-1', expected a whole number >= 0"),
        BadCase(
            "a namespace that nothing provides",
            pipeline: .changed("<normalize/>", "<w:clip xmlns:w=\"urn:example:w\"/><normalize/>"), .plugin,
            "p.xml:3:4: error[FS112]: Nothing provides namespace 'urn:example:w' of <clip>; "
                + "a program that holds it is named with --plugin"),
        BadCase(
            "a name with a path in it", pipeline: .changed("\"bad\"", "\"../bad\""), .pipeline,
            "p.xml:1:45: error[FS110]: Attribute 'name' of <pipeline> is '../bad', expected up to 100 "
                + "letters, digits, '.', '_' and '-', the first a letter, a digit or '_'"),
        BadCase(
            "an id twice", pipeline: .changed("<normalize/>", "<normalize id=\"a\"/><normalize id=\"a\"/>"), .pipeline,
            "p.xml:3:37: error[FS200]: Two stages have the id 'a', the first in line 3 of p.xml"),
        BadCase(
            "a reference to nothing", pipeline: .changed("<normalize/>", "<normalize input=\"zz\"/>"), .pipeline,
            "p.xml:3:21: error[FS201]: There is no stage 'zz'"),
        BadCase(
            "a reference forward", pipeline: .changed("<normalize/>", "<normalize input=\"b\"/><normalize id=\"b\"/>"),
            .pipeline,
            "p.xml:3:21: error[FS202]: Stage 'b' comes later, in line 3 of p.xml; a stage takes only "
                + "from stages before it"),
        BadCase(
            "a reference to itself", pipeline: .changed("<normalize/>", "<normalize id=\"b\" input=\"b\"/>"), .pipeline,
            "p.xml:3:28: error[FS203]: Stage 'b' refers to itself"),
        BadCase(
            "a reference to another kind", pipeline: .changed("<bundle", "<l2-refit features=\"load\"/><bundle"),
            .pipeline,
            "p.xml:5:23: error[FS204]: Stage 'load' is a <load>, which gives no selection, as 'features' needs"),
        BadCase(
            "no target", pipeline: .changed("<target column=\"y\"/>", ""), .pipeline,
            "p.xml:2:4: error[FS107]: <load> needs a child element <target>"),
        BadCase(
            "two targets", pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><target column=\"y\"/>"),
            .pipeline,
            "p.xml:2:46: error[FS106]: <load> may have only one <target>"),
        BadCase(
            "no load", pipeline: .changed("<load path=\"data.csv\"><target column=\"y\"/></load>", ""), .pipeline,
            "p.xml:3:4: error[FS205]: <normalize> needs a table, but no stage before it gives one"),
        BadCase(
            "no stage", pipeline: .text("<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"a\"/>"), .pipeline,
            "p.xml:1:2: error[FS113]: The pipeline has no stage"),
        BadCase(
            "nothing selected from", pipeline: .changed("<normalize/>\n  <l1-select><cv folds=\"3\"/></l1-select>", ""),
            .pipeline,
            "p.xml:1:2: error[FS313]: No stage gives a selection, so there is nothing to put into a bundle"),
        BadCase(
            "a gate on nothing",
            pipeline: .changed("<bundle", "<gates><gate of=\"nope\" metric=\"rmse\" max=\"1\"/></gates><bundle"),
            .pipeline,
            "p.xml:5:20: error[FS201]: There is no stage 'nope'"),
        BadCase(
            "a gate that nothing passes",
            pipeline: .changed(
                "<bundle", "<gates><gate of=\"l1-select\" metric=\"features\" min=\"2\" max=\"1\"/></gates><bundle"),
            .pipeline,
            "p.xml:5:54: error[FS211]: <gate> accepts nothing: 'min' is 2 and 'max' is 1"),
        BadCase(
            "a bundle in the place of the data", pipeline: .changed("\"out.fsel.tar.gz\"", "\"data.csv\""), .pipeline,
            "p.xml:5:17: error[FS212]: The bundle would overwrite 'data.csv', which stage 'load' reads; "
                + "expected another path"),
        BadCase(
            "a bundle in the place of the pipeline", pipeline: .changed("\"out.fsel.tar.gz\"", "\"p.xml\""), .pipeline,
            "p.xml:5:17: error[FS306]: The bundle would overwrite 'p.xml', a file of the pipeline itself"),
        BadCase(
            "a bundle in the place of an include",
            pipeline: .changed(
                "<normalize/>\n  <l1-select><cv folds=\"3\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>",
                "<include href=\"f.xml\"/><l1-select><cv folds=\"3\"/></l1-select><bundle path=\"f.xml\"/>"),
            files: ["f.xml": "<fragment xmlns=\"urn:fsel:pipeline:1\"><normalize/></fragment>"], .pipeline,
            "p.xml:3:78: error[FS306]: The bundle would overwrite 'f.xml', a file of the pipeline itself"),
        BadCase(
            "several faults",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize metod=\"none\"/>\n  <l1-select><cv folds=\"x\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:3:14: error[FS103]: <normalize> has no attribute 'metod'; did you mean 'method'?",
            "p.xml:4:25: error[FS109]: Attribute 'folds' of <cv> is 'x', expected a whole number >= 2 and <= 10000"),
    ]

    @Test(arguments: cases) func `a pipeline that is wrong is named with line and column, and nothing runs`(
        bad: BadCase
    ) async throws {
        try await expectRefusal(of: bad)
    }
}
