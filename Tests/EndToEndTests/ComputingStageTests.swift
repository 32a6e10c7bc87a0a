import ExampleStages
import FSelCommand
import StageKit
import StandardStages
import Testing

/// Stages that compute columns themselves, compiled in and as a program: training, cross-validation, scoring.
struct ComputingStageTests {
    private static let stages: [any Stage.Type] = StandardStages.all + [CentredProductStage.self]

    private func place(_ stage: String = #"<h:centred-product of="x1 x2"/>"#) throws -> Workplace {
        let place = try Workplace()
        var rows = "x1,x2,x3,y\n"
        for row in 0..<40 {
            let (a, b, c) = (Double(row * 7 % 11), Double(row * 5 % 13), Double(row * 3 % 17))
            rows += "\(a),\(b),\(c),\((a - 5) * (b - 6) + c + Double(row % 3))\n"
        }
        try place.write("data.csv", rows)
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" xmlns:h="urn:fsel:hosted" name="p" seed="3">
              <load path="data.csv"><target column="y"/><split method="random" test="0.25"/></load>
              \(stage)
              <normalize/>
              <l1-select><cv folds="4"/></l1-select>
              <l2-refit><cv folds="4"/></l2-refit>
              <evaluate/>
              <bundle path="p.fsel.tar.gz"/>
            </pipeline>
            """)
        return place
    }

    private func fsel(_ place: Workplace, _ verb: String, _ arguments: String...) async -> CommandRun {
        await CommandRun.fsel([verb, place.file(arguments[0])] + arguments.dropFirst(), stages: Self.stages)
    }

    @Test func `compiled in and as a program they give the same bundle, which scores with either`() async throws {
        let inside = try place()
        let run = await fsel(inside, "run", "p.xml")
        #expect(run.status == .success, "\(run.error)")
        #expect(
            run.error.contains(
                "p.xml:3:4: warning[FS317]: The bundle will score new rows only where stage <centred-product> of "
                    + "'urn:fsel:hosted', version 2, is there, compiled in"), "\(run.error)")
        let outside = try place()
        let command = "cd '\(outside.path)'; $fsel run p.xml --plugin $hosted 2>&1"
        let program = try ProgramRun.shell(command)
        #expect(program.code == 0 && program.text.contains("as the program 'hosted-stages'"), "\(program.text)")
        for member in ["model/model.json", "model/golden.csv", "features/selected.txt", "metrics/metrics.json"] {
            let expected = await fsel(inside, "show", "p.fsel.tar.gz", member)
            let found = await fsel(outside, "show", "p.fsel.tar.gz", member)
            #expect(expected.status == .success && found.output == expected.output, "\(member)")
            if member == "model/model.json" { #expect(found.output.contains(#""op": "computed""#)) }
            if member == "features/selected.txt" { #expect(found.output.contains("x1*x2\n")) }
        }
        // What a program computed, the stage that is compiled in verifies to the bit, and the other way round.
        #expect(await fsel(outside, "verify", "p.fsel.tar.gz").status == .success)
        let verified = try ProgramRun.shell(
            "cd '\(inside.path)'; $fsel verify p.fsel.tar.gz --plugin $hosted && "
                + "$fsel predict p.fsel.tar.gz data.csv --plugin $hosted | sha256sum")
        let predicted = await fsel(inside, "predict", "p.fsel.tar.gz", inside.file("data.csv"))
        try inside.write("predicted.csv", predicted.output)
        let sum = try ProgramRun.shell("sha256sum <'\(inside.path)/predicted.csv'")
        #expect(verified.code == 0 && verified.text.hasSuffix(sum.text), "\(verified.text)")
        let card = await fsel(inside, "show", "p.fsel.tar.gz", "README.md")
        #expect(card.output.contains("will score new rows only where stage <centred-product>"))
    }

    @Test func `without their stage, or with another version of it, a bundle asks for it in a sentence`() async throws {
        let place = try place()
        #expect(await fsel(place, "run", "p.xml").status == .success)
        for verb in ["verify p.fsel.tar.gz", "predict p.fsel.tar.gz data.csv"] {
            let run = try ProgramRun.shell("cd '\(place.path)'; $fsel \(verb) 2>&1")
            #expect(
                run.code == 69
                    && run.text
                        == "error[FS636]: 'p.fsel.tar.gz' needs stage <centred-product> of 'urn:fsel:hosted', version 2, to score "
                        + "rows; name its program with --plugin PATH\n",
                "\(run.text)")
        }
        for (version, namespace, told) in [
            (3, "urn:fsel:hosted", "program 'other.sh' has version 3"),
            (2, "urn:other", "program 'other.sh' has it in 'urn:other'"),
        ] {
            let description =
                #"{"stages":[{"name":"centred-product","namespace":"\#(namespace)","summary":"Odd.","version":\#(version),"#
                + #""takes":["table"],"gives":["table"],"options":[],"scoring":"program"}]}"#
            try place.write(
                "other.sh",
                """
                #!/bin/sh
                read -r line; echo '{"message":"reply","id":1,"result":{"protocol":1}}'
                read -r line; echo '{"message":"reply","id":2,"result":\(description)}'
                read -r line
                """)
            let run = try ProgramRun.shell(
                "cd '\(place.path)'; chmod +x other.sh; $fsel verify p.fsel.tar.gz --plugin ./other.sh 2>&1")
            #expect(run.code == 69 && run.text.contains("version 2, to score rows; \(told)"), "\(run.text)")
        }
    }

    @Test func `their promises are checked, and their faults are sentences`() async throws {
        let check = try ProgramRun.shell("$fsel plugin check centred-product --plugin $hosted 2>&1")
        #expect(check.code == 0 && check.text == "<centred-product> keeps all 8 promises.\n", "\(check.text)")
        let place = try place(#"<h:centred-product of="x1 nowhere"/>"#)
        let run = try ProgramRun.shell("cd '\(place.path)'; $fsel run p.xml --plugin $hosted 2>&1")
        #expect(run.code == 65 && run.text.contains("The table has no numeric feature 'nowhere'"), "\(run.text)")
        let other = try self.place(#"<h:centred-product of="x1"/>"#)
        let options = await fsel(other, "run", "p.xml")
        #expect(options.status == .pipeline && options.error.contains("'of' names 1 features; expected two"))
    }
}
