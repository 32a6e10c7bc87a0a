import Testing

/// `fsel plugin list`, `allow` and `forbid`, and what a listed program that cannot be used stands in the way of.
struct PluginListTests {
    /// A folder with an honest program and a configuration folder of its own.
    private struct Place {
        let files: Workplace

        init() throws {
            files = try Workplace()
            try files.write("odd.sh", HostileProgram(name: "honest", code: 0, told: "").script)
        }

        func shell(_ command: String) throws -> ProgramRun {
            try ProgramRun.shell(
                "cd '\(files.path)' && export XDG_CONFIG_HOME='\(files.path)/config'; chmod +x odd.sh 2>/dev/null; \(command)"
            )
        }
    }

    @Test func `a program that is gone can be taken from the list by any name of it`() throws {
        let place = try Place()
        let list = "\(place.files.path)/config/fsel/plugins.json"
        for name in ["odd.sh", "./odd.sh", "'\(place.files.path)/odd.sh'"] {
            let run = try place.shell(
                """
                $fsel plugin allow odd.sh >/dev/null && mv odd.sh gone && $fsel plugin forbid \(name)
                $fsel plugin list; mv gone odd.sh
                """)
            #expect(run.text == "\(list)\n\(list) allows no program.\n", "\(run.text)")
        }
        let unknown = try place.shell("$fsel plugin forbid ./even.sh 2>&1")
        #expect(
            unknown.code == 64 && unknown.text.contains("error[FS734]")
                && unknown.text.contains("allows no program './even.sh'"), "\(unknown.text)")
    }

    @Test func `a listed program that cannot be used is warned of by verbs that do not need it`() throws {
        let place = try Place()
        let run = try place.shell(
            """
            $fsel plugin allow odd.sh >/dev/null && mv odd.sh gone
            $fsel stages 2>&1 >/dev/null; $fsel plugin check winsorize 2>&1
            """)
        let lines = run.text.split(separator: "\n")
        #expect(run.code == 0 && lines.count == 3, "\(run.text)")
        #expect(lines.first?.hasPrefix("warning[FS732]: The program '\(place.files.path)/odd.sh' is gone") == true)
        #expect(lines.last == "<winsorize> keeps all 8 promises.", "\(run.text)")
    }

    @Test func `the list is one JSON document, which says of each program whether it may run`() throws {
        let place = try Place()
        let allowed = try place.shell("$fsel plugin allow odd.sh --json && $fsel plugin list --json")
        let sha256 = try place.shell("sha256sum odd.sh").text.prefix(64)
        for member in [
            "\"ok\" : true", "\"state\" : \"allowed\"", "\"sha256\" : \"\(sha256)\"",
            "\"path\" : \"\(place.files.path)/odd.sh\"", "\"file\" : \"\(place.files.path)/config/fsel/plugins.json\"",
        ] {
            #expect(allowed.text.ranges(of: member).count == 2, "\(member) in \(allowed.text)")
        }
        let changed = try place.shell("echo >>odd.sh; $fsel plugin list --json")
        #expect(changed.code == 0 && changed.text.contains("\"state\" : \"refused\""), "\(changed.text)")
        #expect(changed.text.contains("\"reason\" : \"it has SHA-256 "), "\(changed.text)")
        let broken = try place.shell("echo x >config/fsel/plugins.json; $fsel plugin list --json 2>&1")
        #expect(broken.code == 69 && broken.text.hasPrefix("{\n") && broken.text.contains("\"code\" : \"FS731\""))
        #expect(broken.text.contains("\"ok\" : false"), "\(broken.text)")
    }
}
