/// A stage as a registry holds it: what it is, and how one is made from checked options.
public struct StageDefinition: Sendable {
    /// A program that is a stage, as a bundle's provenance names it.
    public struct Program: Sendable, Hashable {
        /// The file's name, without its folder.
        public let name: String
        /// The SHA-256 of its bytes, 64 hexadecimal digits.
        public let sha256: String

        /// Creates the record of a program.
        ///
        /// - Parameters:
        ///   - name: The file's name, without its folder.
        ///   - sha256: The SHA-256 of its bytes, 64 hexadecimal digits.
        public init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// What the stage is.
    public let descriptor: StageDescriptor
    /// A complete pipeline that shows each option of the stage at its default; `nil` for none.
    public let sample: String?
    /// The program that does its work; `nil` for a stage that is compiled in.
    public let program: Program?
    /// Computes what its fits leave to it; `nil` for a stage whose fits are all expressed in other operations.
    public let computation: StageComputation.Function?
    private let make: @Sendable (StageOptions) throws -> any StageInstance

    /// Defines a stage that is compiled in.
    ///
    /// - Parameter stage: The stage's type.
    public init(_ stage: any Stage.Type) {
        var computation: StageComputation.Function?
        if let computing = stage as? any ComputingStage.Type {
            computation = { try await computing.compute($0, by: $1) }
        }
        self.init(descriptor: stage.descriptor, sample: stage.sample, computation: computation) {
            try stage.init(options: $0)
        }
    }

    /// Defines a stage.
    ///
    /// - Parameters:
    ///   - descriptor: What the stage is.
    ///   - sample: A complete pipeline that shows each option.
    ///   - program: The program that does its work.
    ///   - computation: Computes what its fits leave to it.
    ///   - make: Makes it from checked options; throws ``StageFailure`` of kind `pipeline` where they contradict each other.
    public init(
        descriptor: StageDescriptor, sample: String? = nil, program: Program? = nil,
        computation: StageComputation.Function? = nil,
        make: @escaping @Sendable (StageOptions) throws -> any StageInstance
    ) {
        self.descriptor = descriptor
        self.sample = sample
        self.program = program
        self.computation = computation
        self.make = make
    }

    /// Makes the stage.
    ///
    /// - Parameter options: Options that agree with the descriptor.
    /// - Throws: ``StageFailure`` of kind `pipeline` where options contradict each other.
    public func instance(_ options: StageOptions) throws -> any StageInstance { try make(options) }
}
