import Testing

/// Stages in Swift that are programs: the same source as compiled in, over the same tables.
struct HostedStagesTests {
    static let elements = [
        #"winsorize lower="0.05" upper="0.9""#, #"variance-filter"#, #"correlation-filter max-correlation="0.6""#,
    ]

    /// A folder with the data and a pipeline in which `stage` stands for the element of a stage.
    private func place(_ element: String) throws -> Workplace {
        let place = try Workplace()
        try place.copy("pipelines/data/diabetes.csv", as: "data.csv")
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" xmlns:h="urn:fsel:hosted" name="p" seed="3">
              <load path="data.csv"><target column="target"/><split method="random" test="0.2"/></load>
              <\(element)/>
              <normalize/>
              <l1-select><cv folds="5"/></l1-select>
              <l2-refit><cv folds="5"/></l2-refit>
              <evaluate/>
              <bundle path="p.fsel.tar.gz"/>
            </pipeline>
            """)
        return place
    }

    private static let members =
        "for m in model/model.json model/golden.csv features/selected.txt features/features.csv features/dropped.csv "
        + "features/path.csv metrics/metrics.json; do $fsel show p.fsel.tar.gz $m || exit 9; done"

    @Test(arguments: elements) func `give the same bytes compiled in and as a program`(element: String) throws {
        let inside = try place(element)
        let outside = try place("h:\(element)")
        let run = "$fsel run p.xml --jobs 2 -q >/dev/null 2>&1 || exit 8"
        let expected = try ProgramRun.shell("cd '\(inside.path)'; \(run); \(Self.members)")
        let found = try ProgramRun.shell(
            "cd '\(outside.path)'; run() { \(run.replacing("--jobs 2", with: "--jobs 2 --plugin $hosted")); }; run; \(Self.members)"
        )
        #expect(expected.code == 0 && found.code == 0, "\(expected.text)\(found.text)")
        #expect(found.text == expected.text)
        #expect(expected.text.utf8.count > 2000)
    }

    @Test func `keep the promises of stages, and answer bad options and data with sentences`() throws {
        let place = try place(#"h:winsorize lower="0.5" upper="0.5""#)
        let check = try ProgramRun.shell("$fsel plugin check correlation-filter --plugin $hosted 2>&1")
        #expect(check.code == 0 && check.text == "<correlation-filter> keeps all 8 promises.\n", "\(check.text)")
        let options = try ProgramRun.shell("cd '\(place.path)'; $fsel run p.xml --plugin $hosted 2>&1")
        #expect(options.code == 78 && options.text.contains("expected 'lower' below 'upper'"), "\(options.text)")
        // The failure of a row stands at the row's place in the file.
        try place.write("data.csv", "a,b,target\n1,2,3\n2,NA,4\n3,1,5\n4,4,6\n5,5,6\n")
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" xmlns:h="urn:fsel:hosted" name="p">
              <load path="data.csv" missing="keep"><target column="target"/></load>
              <h:correlation-filter/>
              <normalize/><l1-select/>
            </pipeline>
            """)
        let data = try ProgramRun.shell("cd '\(place.path)'; $fsel run p.xml --plugin $hosted 2>&1")
        #expect(data.code == 65 && data.text.contains("data.csv:3: error[FS728]"), "\(data.text)")
        #expect(data.text.contains("Feature 'b' has no value in this row"), "\(data.text)")
    }

    @Test func `end soon when fsel is gone, whatever they are busy with`() throws {
        // The request is cut off from its asker: the program cancels its work and ends by itself.
        let run = try ProgramRun.shell(
            #"""
            start=$(date +%s%N)
            printf '{"message":"hello","id":1,"protocol":1,"folder":"/"}\n{"message":"describe","id":2}\n{"message":"dance","id":3}\n' |
              $hosted
            echo "code $?, $(( ($(date +%s%N) - start) / 1000000000 )) s"
            """#)
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 4 && lines[0].contains(#""protocol": 1"#), "\(run.text)")
        #expect(lines[1].contains(#""namespace": "urn:fsel:hosted""#) && lines[1].contains("max-correlation"))
        #expect(lines[2].contains(#""id": 3, "kind": "stage""#) && lines[2].contains("'dance' is unknown"))
        #expect(lines[3].hasPrefix("code 0, 0") || lines[3].hasPrefix("code 0, 1"), "\(run.text)")
    }
}
