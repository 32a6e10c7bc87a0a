import ArgumentParser

/// `fsel plugin`: stages of one's own.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Makes and checks stages of your own.",
        subcommands: [
            PluginNewCommand.self, PluginCheckCommand.self, PluginListCommand.self, PluginAllowCommand.self,
            PluginForbidCommand.self,
        ])
}
