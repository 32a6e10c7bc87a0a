import CProcess
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// A running program of a stage, with a pipe each for what it is told, what it answers and what it complains of.
final class ProgramChild: Sendable {
    /// Its number, its own until ``end()`` returns.
    let number: pid_t
    /// The end of its standard input that is written here, without blocking.
    let input: Int32
    /// The end of its standard output that is read here, without blocking.
    let output: Int32
    /// The end of its standard error that is read here, without blocking.
    let complaints: Int32
    private let folder: PrivateFolder
    private let household: Household
    private let ending: Known<ProgramEnding>
    private let supervision: Task<Void, Never>

    /// Something that is known once it has happened.
    private final class Known<Value: Sendable>: Sendable {
        private let value = Mutex<Value?>(nil)
        func set(_ known: Value) { value.withLock { $0 = known } }
        var known: Value? { value.withLock { $0 } }
    }

    private init(
        number: pid_t, folder: PrivateFolder, pipes: Pipes, household: Household, ending: Known<ProgramEnding>,
        supervision: Task<Void, Never>
    ) {
        self.number = number
        self.folder = folder
        (input, output, complaints) = (pipes.input.write, pipes.output.read, pipes.complaints.read)
        self.household = household
        self.ending = ending
        self.supervision = supervision
    }

    deinit { for descriptor in [input, output, complaints] { close(descriptor) } }

    /// Starts a program, without a shell and with nothing of the environment but what is named here.
    ///
    /// - Parameters:
    ///   - path: The executable file.
    ///   - folder: Where it works and keeps its temporary files.
    ///   - limits: What it may take.
    ///   - household: The programs that run now.
    /// - Throws: ``ProgramFault/notStarted(_:)``.
    static func start(
        _ path: String, in folder: PrivateFolder, limits: ProgramLimits, household: Household
    ) async throws(ProgramFault) -> ProgramChild {
        let pipes = try Pipes()
        let ending = Known<ProgramEnding>()
        let reason = Known<String>()
        household.prepare()
        let (starts, start) = AsyncStream<pid_t?>.makeStream()
        let supervision = Task {
            do {
                var options = PlatformOptions()
                // Keys that a person presses at a terminal reach fsel, which then ends the program in an orderly way.
                options.createSession = true
                let outcome = try await Subprocess.run(
                    .path(FilePath(path)), environment: .custom(environment(folder)),
                    workingDirectory: FilePath(folder.path), platformOptions: options,
                    input: .fileDescriptor(FileDescriptor(rawValue: pipes.input.read), closeAfterSpawningProcess: true),
                    output: .fileDescriptor(
                        FileDescriptor(rawValue: pipes.output.write), closeAfterSpawningProcess: true),
                    error: .fileDescriptor(
                        FileDescriptor(rawValue: pipes.complaints.write), closeAfterSpawningProcess: true)
                ) { execution in
                    let number = execution.processIdentifier.value
                    _ = process_limit(number, limits.memory, 4096, 64 << 30)
                    start.yield(number)
                }
                switch outcome.terminationStatus {
                case .exited(let code): ending.set(.exited(Int(code)))
                case .signaled(let signal): ending.set(.signalled(Int(signal)))
                }
            } catch {
                reason.set("\(error)")
                start.yield(nil)
            }
            start.finish()
        }
        for await started in starts {
            guard let number = started else { break }
            let child = ProgramChild(
                number: number, folder: folder, pipes: pipes, household: household, ending: ending,
                supervision: supervision)
            household.add(child)
            return child
        }
        household.giveUp()
        pipes.closeOwn()
        throw .notStarted(reason.known ?? "it was gone at once")
    }

    /// How it ended; `nil` while it runs.
    var hasEnded: ProgramEnding? { ending.known }

    /// Ends it with everything that it started, and waits until all of it is gone.
    func end() async {
        if ending.known == nil { Descendants.end(number) }
        await supervision.value
        household.remove(number)
        folder.remove()
    }

    private static func environment(_ folder: PrivateFolder) -> [Environment.Key: String] {
        var values: [Environment.Key: String] = [
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "TMPDIR": folder.path, "HOME": folder.path,
            // The same bits every time: no hash seeds, no threads whose sums depend on their number.
            "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
        ]
        values["PATH"] = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        return values
    }
}

/// Three pipes, whose ends this process keeps do not block and are closed in any program that is started.
private struct Pipes {
    struct Pipe {
        let read: Int32
        let write: Int32

        init() throws(ProgramFault) {
            var ends: [Int32] = [-1, -1]
            guard process_pipe(&ends) == 0 else { throw .notStarted(String(cString: strerror(errno))) }
            (read, write) = (ends[0], ends[1])
        }
    }

    let input: Pipe
    let output: Pipe
    let complaints: Pipe

    init() throws(ProgramFault) {
        (input, output, complaints) = (try Pipe(), try Pipe(), try Pipe())
        for end in own { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    private var own: [Int32] { [input.write, output.read, complaints.read] }

    func closeOwn() { for end in own { close(end) } }
}
