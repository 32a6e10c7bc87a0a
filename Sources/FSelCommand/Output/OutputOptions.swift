import ArgumentParser

/// How a verb talks: the same options on every verb.
struct OutputOptions: ParsableArguments, Sendable {
    /// When to colour what people read.
    enum Color: String, ExpressibleByArgument, CaseIterable, Sendable {
        case auto, always, never
    }

    @Flag(help: "One JSON document on standard output, on failure too.")
    var json = false

    @Flag(name: [.short, .long], help: "Errors only on standard error.")
    var quiet = false

    @Flag(help: "Notes as well as warnings on standard error.")
    var verbose = false

    @Option(help: "Colour on standard error: auto, always or never; NO_COLOR is respected.")
    var color = Color.auto

    init() {}
}
