import Glibc

/// One run of the program itself, by the shell: its exit code and what it printed on both streams together.
struct ProgramRun {
    let code: Int32
    let text: String

    struct NotFound: Error {}

    /// Runs a shell command in which `$fsel` is the program of this build, and `$hosted` the one of stages that ship.
    static func shell(_ command: String) throws -> ProgramRun {
        let folder = try folder()
        guard let stream = popen("fsel='\(folder)/fsel'; hosted='\(folder)/hosted-stages'; \(command)", "r") else {
            throw NotFound()
        }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&block, 1, block.count, stream)
            if count == 0 { break }
            bytes += block[..<count]
        }
        let status = pclose(stream)
        return ProgramRun(code: (status >> 8) & 0xFF, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Programs lie beside the bundle of tests, whose path the process's map of memory tells.
    private static func folder() throws -> String {
        let map = String(decoding: try Workplace.read("/proc/self/maps"), as: UTF8.self)
        for line in map.split(separator: "\n") {
            guard let start = line.firstIndex(of: "/"), line.hasSuffix(".xctest") else { continue }
            return line[start...].split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
        }
        throw NotFound()
    }
}
