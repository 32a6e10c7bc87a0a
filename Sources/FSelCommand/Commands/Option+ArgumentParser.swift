import ArgumentParser

/// An option of the command line: StageKit has a type of that name for stages.
typealias Option = ArgumentParser.Option
