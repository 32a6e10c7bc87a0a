/// What a pipeline file may not pass.
package enum ParseLimits {
    /// The greatest size of a file, in bytes: 4 MiB.
    package static let fileBytes = 4 * 1_048_576
    /// How deep elements may be nested, the root counting as one.
    package static let depth = 64
    /// How many attributes an element may have: the parser compares each with each.
    package static let attributes = 256
    /// How many includes there may be in all.
    package static let includes = 32
    /// How many stages there may be in all.
    package static let stages = 1_000
    /// How many bytes parameters may fill in, all their uses together: 16 MiB.
    package static let filledBytes = 16 * 1_048_576
    /// How many faults are reported; one more says that there are others.
    package static let faults = 1_000
}
