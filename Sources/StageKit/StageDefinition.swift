/// A stage as a registry holds it: what it is, and how one is made from checked options.
public struct StageDefinition: Sendable {
    /// What the stage is.
    public let descriptor: StageDescriptor
    /// A complete pipeline that shows each option of the stage at its default; `nil` for none.
    public let sample: String?
    private let make: @Sendable (StageOptions) throws -> any StageInstance

    /// Defines a stage that is compiled in.
    ///
    /// - Parameter stage: The stage's type.
    public init(_ stage: any Stage.Type) {
        self.init(descriptor: stage.descriptor, sample: stage.sample) { try stage.init(options: $0) }
    }

    /// Defines a stage.
    ///
    /// - Parameters:
    ///   - descriptor: What the stage is.
    ///   - sample: A complete pipeline that shows each option.
    ///   - make: Makes it from checked options; throws ``StageFailure`` of kind `pipeline` where they contradict each other.
    public init(
        descriptor: StageDescriptor, sample: String? = nil,
        make: @escaping @Sendable (StageOptions) throws -> any StageInstance
    ) {
        self.descriptor = descriptor
        self.sample = sample
        self.make = make
    }

    /// Makes the stage.
    ///
    /// - Parameter options: Options that agree with the descriptor.
    /// - Throws: ``StageFailure`` of kind `pipeline` where options contradict each other.
    public func instance(_ options: StageOptions) throws -> any StageInstance { try make(options) }
}
