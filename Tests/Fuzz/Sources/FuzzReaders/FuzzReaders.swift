import Glibc

/// A libFuzzer program: `fuzz-readers NAME [options of libFuzzer] CORPUS`, the name being that of what is fuzzed.
@main
enum FuzzReaders {
    /// Takes some bytes; a crash is a fault found.
    typealias Check = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

    private static let checks: [String: Check] = [
        "archive": { checkArchive(bytes($0, $1)) },
        "delimited": { checkDelimited(bytes($0, $1)) },
        "npy": { checkArrays(bytes($0, $1)) },
        "sqlite": { checkDatabase(bytes($0, $1)) },
        "svmlight": { checkSvmLight(bytes($0, $1)) },
    ]

    static func main() {
        guard CommandLine.arguments.count > 1, let check = checks[CommandLine.arguments[1]] else {
            print("usage: fuzz-readers \(checks.keys.sorted().joined(separator: "|")) [OPTION…] CORPUS")
            exit(64)
        }
        // The name of what is fuzzed takes the program's place.
        var count = CommandLine.argc - 1
        var arguments = CommandLine.unsafeArgv + 1
        exit(runFuzzer(&count, &arguments, check))
    }

    private static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: start, count: count))
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: FuzzReaders.Check
) -> CInt

/// What libFuzzer's own `main` would call; ``FuzzReaders`` is the program instead.
@_cdecl("LLVMFuzzerTestOneInput")
public func checkNothing(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { 0 }
