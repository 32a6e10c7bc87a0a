import FSelCommand
import Testing

/// Includes and parameters that lead nowhere.
struct BadIncludeTests {
    static let cases: [BadCase] = [
        BadCase(
            "an include that is missing", pipeline: .changed("<normalize/>", "<include href=\"f.xml\"/>"), .pipeline,
            "p.xml:3:18: error[FS020]: The included file 'f.xml' does not exist"),
        BadCase(
            "an include of itself", pipeline: .changed("<normalize/>", "<include href=\"p.xml\"/>"), .pipeline,
            "p.xml:3:18: error[FS023]: 'p.xml' includes itself"),
        BadCase(
            "a cycle of includes", pipeline: .changed("<normalize/>", "<include href=\"f.xml\"/>"),
            files: [
                "f.xml": "<fragment xmlns=\"urn:fsel:pipeline:1\"><include href=\"g.xml\"/></fragment>",
                "g.xml": "<fragment xmlns=\"urn:fsel:pipeline:1\"><include href=\"f.xml\"/></fragment>",
            ], .pipeline,
            "g.xml:1:54: error[FS023]: 'f.xml' includes itself"),
        BadCase(
            "an include from the root", pipeline: .changed("<normalize/>", "<include href=\"/etc/hostname\"/>"),
            .pipeline,
            "p.xml:3:18: error[FS022]: Cannot include '/etc/hostname'; expected a relative path beneath "
                + "the pipeline's folder"),
        BadCase(
            "an include from the web",
            pipeline: .changed("<normalize/>", "<include href=\"http://example.org/f.xml\"/>"), .pipeline,
            "p.xml:3:18: error[FS022]: Cannot include 'http://example.org/f.xml'; expected a relative "
                + "path beneath the pipeline's folder"),
        BadCase(
            "an include of a pipeline", pipeline: .changed("<normalize/>", "<include href=\"f.xml\"/>"),
            files: [
                "f.xml":
                    "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ], .pipeline,
            "f.xml:1:2: error[FS025]: The root of an included file is <pipeline>, expected <fragment> in "
                + "namespace 'urn:fsel:pipeline:1'"),
        BadCase(
            "an include cut off", pipeline: .changed("<normalize/>", "<include href=\"f.xml\"/>"),
            files: ["f.xml": "<fragment"], .pipeline,
            "f.xml:1:9: error[FS008]: The XML is not well formed: Couldn't find end of Start Tag "
                + "fragment line 1 (libxml2 error 73)"),
        BadCase(
            "a fault in an include", pipeline: .changed("<normalize/>", "<include href=\"f.xml\"/>"),
            files: ["f.xml": "<fragment xmlns=\"urn:fsel:pipeline:1\"><normalize metod=\"none\"/></fragment>"],
            .pipeline,
            "f.xml:1:50: error[FS103]: <normalize> has no attribute 'metod'; did you mean 'method'?"),
        BadCase(
            "data beside the include",
            pipeline: .changed(
                "<load path=\"data.csv\"><target column=\"y\"/></load>", "<include href=\"sub/f.xml\"/>"),
            files: [
                "sub/f.xml":
                    "<fragment xmlns=\"urn:fsel:pipeline:1\"><load path=\"data.csv\"><target column=\"y\"/></load></fragment>"
            ], .noInput,
            "sub/f.xml:1:51: error[FS300]: There is no file 'sub/data.csv', which stage 'load' reads"),
        BadCase(
            "a parameter that is not there",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:4:25: error[FS124]: There is no parameter 'f'"),
        BadCase(
            "a reference that is not closed",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:4:25: error[FS125]: Found '${' without '}'; write '$${' for a '${' that names no parameter"),
        BadCase(
            "a parameter twice",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <param name=\"f\" type=\"int\" default=\"3\" min=\"2\" max=\"10\"/><param name=\"f\" type=\"int\" default=\"3\" min=\"2\" max=\"10\"/>\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:2:73: error[FS120]: Parameter 'f' is declared twice, the first time in line 2 of p.xml"),
        BadCase(
            "a default of another type",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <param name=\"f\" type=\"int\" default=\"x\" min=\"2\" max=\"10\"/>\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:2:39: error[FS123]: The default of parameter 'f' is 'x', expected a whole number >= 2 and <= 10"),
        BadCase(
            "a default out of range",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <param name=\"f\" type=\"int\" default=\"1\" min=\"2\" max=\"10\"/>\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:2:39: error[FS123]: The default of parameter 'f' is '1', expected a whole number >= 2 and <= 10"),
        BadCase(
            "no value",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <param name=\"f\" type=\"int\" min=\"2\" max=\"10\"/>\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:2:16: error[FS126]: Parameter 'f' has no value: it has no default; give one with --set f=…"),
        BadCase(
            "a parameter of another type",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <param name=\"f\" type=\"string\" default=\"3\"/>\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:5:25: error[FS127]: Attribute 'folds' of <cv> needs a whole number >= 2 and <= 10000; "
                + "parameter 'f' is of type string"),
        BadCase(
            "a secret in the file",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <param name=\"f\" type=\"secret\" default=\"3\"/>\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:2:33: error[FS122]: The secret 'f' has a default in the file; expected its value from "
                + "the environment"),
        BadCase(
            "a default of a parameter",
            pipeline: .text(
                "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"bad\">\n  <param name=\"f\" type=\"string\" default=\"${f}\"/>\n  <load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"${f}\"/></l1-select>\n  <bundle path=\"out.fsel.tar.gz\"/>\n</pipeline>\n"
            ), .pipeline,
            "p.xml:2:42: error[FS119]: Attribute 'default' of <param> is '${f}', but may use no parameter"),
    ]

    @Test(arguments: cases) func `an include or a parameter that leads nowhere is named where it is written`(
        bad: BadCase
    ) async throws {
        try await expectRefusal(of: bad)
    }
}
