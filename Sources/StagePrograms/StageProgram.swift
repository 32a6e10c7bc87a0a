import StageJSON
public import StageKit
import StageProtocol

/// A program that holds stages: opened once to be asked what they are, and started anew for each stage of a pipeline.
///
/// It talks over its standard input and output, a JSON document a line; Sources/StagePrograms/README.md has the protocol. It is
/// trusted with nothing: whatever it does, this process goes on, and everything that it started is ended with it.
public struct StageProgram: Sendable {
    /// The program's path, as it was named.
    public let path: String
    /// The file's path without links.
    public let executable: String
    /// The SHA-256 of the file, 64 hexadecimal digits.
    public let sha256: String
    /// The stages that it holds.
    public let stages: [StageDefinition]

    /// Several programs that a run may use.
    public struct Company: Sendable {
        let household: Household
        let limits: ProgramLimits

        /// Creates a company without a program.
        public init() { self.init(household: Household(), limits: ProgramLimits()) }

        private init(household: Household, limits: ProgramLimits) {
            self.household = household
            self.limits = limits
        }

        /// The same company, whose programs may take more or less.
        ///
        /// - Parameter limits: What each may take.
        public func limited(_ limits: ProgramLimits) -> Company { Company(household: household, limits: limits) }

        /// Ends every program that still runs, and all that they started.
        public func close() async { await household.endAll() }
    }

    /// Starts a program, asks what stages it holds, and ends it.
    ///
    /// - Parameters:
    ///   - path: The executable file.
    ///   - company: The programs of this run.
    /// - Throws: ``StageFailure`` of kind `plugin` or `noInput` where it cannot be used (FS720–FS729); `CancellationError`.
    public static func open(_ path: String, company: Company) async throws -> StageProgram {
        do {
            guard let file = ExecutableFile(path) else { throw ProgramFault.missing }
            guard !file.isFolder else { throw ProgramFault.isFolder }
            guard file.isExecutable, let sha256 = file.sha256 else { throw ProgramFault.notExecutable }
            let absolute = file.path
            let session = try await ProgramSession.open(absolute, limits: company.limits, household: company.household)
            let described: JSONValue
            do {
                described = try await session.request("describe")
                await session.close()
            } catch {
                await session.close()
                throw error
            }
            let descriptors = try StageDescriptor.all(described)
            let program = StageDefinition.Program(
                name: absolute.split(separator: "/").last.map(String.init) ?? absolute, sha256: sha256)
            let stages = descriptors.map { descriptor in
                definition(of: descriptor, program, limits: company.limits) {
                    ProgramConversation(program: path, executable: absolute, company: company)
                }
            }
            return StageProgram(path: path, executable: absolute, sha256: sha256, stages: stages)
        } catch let fault as ProgramFault {
            throw fault.explained(by: ExecutableFile(path)).failure(of: path)
        }
    }

    private static func definition(
        of descriptor: StageDescriptor, _ program: StageDefinition.Program, limits: ProgramLimits,
        _ conversation: @escaping @Sendable () -> ProgramConversation
    ) -> StageDefinition {
        // For rows that are scored without a fit; its program is started with the first of them.
        let scoring = conversation()
        let compute: StageComputation.Function = { try await scoring.compute($0, by: $1) }
        return StageDefinition(
            descriptor: descriptor, program: program, computation: descriptor.isExpressible ? nil : compute
        ) { options in
            ProgramStage(descriptor: descriptor, options: options, conversation: conversation(), limits: limits)
        }
    }

    /// A file's path without links; `nil` where there is none.
    public static func resolved(_ path: String) -> String? { ExecutableFile(path)?.path }

    /// Refuses a program that speaks another version.
    static func requireProtocol(_ greeting: JSONValue) throws(ProgramFault) {
        guard case .object(let members) = greeting,
            let theirs = members.first(where: { $0.key == "protocol" })?.value
        else { throw .malformed("its greeting names no protocol") }
        guard theirs == .integer(stageProtocolVersion) else {
            let text = if case .integer(let version) = theirs { "\(version)" } else { "of no number" }
            throw .protocolVersion(theirs: text)
        }
    }
}
