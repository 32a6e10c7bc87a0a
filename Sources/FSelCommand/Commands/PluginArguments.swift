import ArgumentParser
import StageKit
import StagePrograms

/// The programs whose stages a verb may use: those that the operator names, and no others.
struct PluginArguments: ParsableArguments, Sendable {
    @Option(
        name: .customLong("plugin"),
        help: ArgumentHelp(
            "A program that holds stages, which may be run; a pipeline alone cannot start one. May be repeated.",
            valueName: "path"))
    var paths: [String] = []

    @Option(
        name: .customLong("plugin-timeout"), parsing: .unconditional,
        help: ArgumentHelp("How long a program may take for one answer.", valueName: "seconds"))
    var timeout = 3600.0

    @Option(
        name: .customLong("plugin-silence"), parsing: .unconditional,
        help: ArgumentHelp(
            "How long a program at work may give no sign of life; 60, or 10 on the small tables of a check.",
            valueName: "seconds"))
    var silence: Double?

    @Option(
        name: .customLong("plugin-memory"), parsing: .unconditional,
        help: ArgumentHelp("How much private memory a program may have.", valueName: "GiB"))
    var memory = 8.0

    func validate() throws {
        for (name, value, most) in [("timeout", timeout, 1e6), ("silence", silence ?? 1, 1e6), ("memory", memory, 1e6)]
        {
            guard value > 0, value <= most else {
                throw ValidationError(
                    "--plugin-\(name) is \(shortest(value)), expected a number above 0, at most 1000000.")
            }
        }
    }

    /// The stages that are compiled in, those of the programs that the operator names, and those of programs that the user's
    /// list allows.
    ///
    /// - Parameters:
    ///   - namespaces: The namespaces that are needed, so that no other allowed program is started; `nil` for all, where an
    ///     allowed program that cannot be used is warned of.
    ///   - standardSilence: How long a program may give no sign of life where the operator does not say, in seconds.
    /// - Throws: ``StageFailure`` of kind `plugin` or `noInput` where a program that was named or is needed cannot be used, has
    ///   a stage that is there already (FS718), or is not the one that was allowed.
    func registry(
        _ surroundings: Surroundings, namespaces: Set<String>? = nil, standardSilence: Double = 60
    ) async throws -> StageRegistry {
        let company = surroundings.company.limited(limits(standardSilence))
        var stages = surroundings.program.registry.stages
        let missing = namespaces.map { $0.subtracting(stages.map(\.descriptor.namespace)) }
        for path in paths { stages = try await self.stages(of: path, added: stages, surroundings, company) }
        for entry in try allowed(missing) {
            do {
                stages = try await self.stages(of: entry.verified(), added: stages, surroundings, company)
            } catch let failure as StageFailure where namespaces == nil {
                surroundings.desk.report(failure.diagnostic.warning)
            }
        }
        return StageRegistry(stages)
    }

    /// Some stages, and those of a program.
    private func stages(
        of path: String, added stages: [StageDefinition], _ surroundings: Surroundings,
        _ company: StageProgram.Company
    ) async throws -> [StageDefinition] {
        let program = try await surroundings.interruption.during {
            try await StageProgram.open(path, company: company)
        }
        for stage in program.stages {
            let (name, namespace) = (stage.descriptor.name, stage.descriptor.namespace)
            guard !stages.contains(where: { $0.descriptor.name == name && $0.descriptor.namespace == namespace }) else {
                throw StageFailure(
                    .plugin, code: "FS718",
                    "The program '\(path)' has a stage <\(name)> in namespace '\(namespace)', which is there already; "
                        + "expected each once.")
            }
        }
        return stages + program.stages
    }

    /// The programs of the user's list that are not named anyway.
    private func allowed(_ namespaces: Set<String>?) throws -> [AllowList.Entry] {
        guard namespaces?.isEmpty != true, let file = AllowList.file(processEnvironment()) else { return [] }
        let named = paths.compactMap { StageProgram.resolved($0) }
        return try AllowList(file: file).entries(for: namespaces).filter { !named.contains($0.path) }
    }

    private func limits(_ standardSilence: Double) -> ProgramLimits {
        var limits = ProgramLimits()
        limits.requestSeconds = timeout
        limits.silenceSeconds = silence ?? standardSilence
        limits.memory = UInt64(memory * 0x1p30)
        return limits
    }
}

extension Diagnostic {
    /// The same as a warning.
    fileprivate var warning: Diagnostic {
        Diagnostic(code: code, severity: .warning, message: message, location: location, suggestion: suggestion)
    }
}
