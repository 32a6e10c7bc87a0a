/// How much a stage's program may take, and how long.
public struct ProgramLimits: Sendable {
    /// Private memory, in bytes, that the program and each of its descendants may have; 8 GiB by default.
    public var memory: UInt64 = 8 << 30
    /// Seconds from the start to the greeting; 30 by default, since a Python program imports its packages in them.
    public var startSeconds = 30.0
    /// Seconds that one request may take; an hour by default.
    public var requestSeconds = 3600.0
    /// Seconds without any message during a request; 60 by default.
    ///
    /// A program says that it lives with `alive`.
    public var silenceSeconds = 60.0
    /// Seconds in which a cancelled or finished program must end by itself; 0.5 by default.
    public var farewellSeconds = 0.5
    /// The longest message, in bytes; 16 MiB by default.
    public var messageBytes = 16 << 20
    /// The largest state that a fit may leave to the program, in bytes; 8 MiB by default.
    public var stateBytes = 8 << 20
    /// The most messages that are no reply, during one request; 100,000 by default.
    public var events = 100_000

    /// The defaults.
    public init() {}
}
