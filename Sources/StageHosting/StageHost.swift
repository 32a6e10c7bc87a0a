import Glibc
public import StageKit

/// Makes a program of stages, which `fsel` starts with `--plugin`: the same source that a pipeline's own program compiles in.
///
/// ```swift
/// import StageHosting
///
/// await StageHost([ClipOutliersStage.self]).serve()
/// ```
///
/// It links no more than stages need, so that it starts at once. A stage that is a program takes a table and gives a table or a
/// selection; of a selection the regularisation path stays behind. It has no earlier stages to refit: `input.resampling` is `nil`.
public struct StageHost: Sendable {
    let registry: StageRegistry

    /// Holds stages that are compiled in.
    ///
    /// - Parameter stages: The stages, in a namespace of their author's.
    /// - Precondition: no two stages have the same namespace and name.
    public init(_ stages: [any LearningStage.Type]) { self.init(stages.map { StageDefinition($0) }) }

    /// Holds stages as a registry does.
    ///
    /// - Parameter stages: The stages, each of which learns from rows.
    /// - Precondition: no two stages have the same namespace and name.
    public init(_ stages: [StageDefinition]) { registry = StageRegistry(stages) }

    /// Answers `fsel` until it has no more questions; the last line of a program.
    ///
    /// Whatever is printed goes to standard error, since standard output belongs to the conversation. When `fsel` is gone, the work
    /// is cancelled and the process ends.
    public func serve() async {
        guard isatty(0) == 0 else {
            let path = CommandLine.arguments.first ?? "PATH"
            let text = "This program holds stages for fsel: run it with 'fsel run PIPELINE --plugin \(path)'.\n"
            _ = text.withCString { write(2, $0, strlen($0)) }
            exit(64)
        }
        let line = HostLine()
        await line.answer { request in await Request(request, line).answer(from: registry) }
    }
}
