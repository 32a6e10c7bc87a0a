import ArgumentParser
import Foundation

@main
struct SolverBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solver-bench",
        abstract: "Times the solver on a problem in NumPy files and prints one line of JSON.",
        discussion: """
            Timed is the solve alone: files are read, and the lambda grid is made, before the clock starts.
            Exit codes: 64 for wrong or unsupported arguments, 65 for a file that cannot be used.
            """)

    @OptionGroup(title: "Problem") var data: DataOptions
    @OptionGroup(title: "Task") var task: TaskOptions

    @Option(help: "Repetitions, at least 1.")
    var `repeat` = 1
    @Flag(help: "Measure again for each line of standard input, one line of JSON each, and end with it.")
    var serve = false
    @Option(help: "Write the coefficients, float64: p × lambdas, or p × classes × lambdas for multinomial.")
    var coefficients: String?
    @Option(help: "Write the intercepts, float64: classes × lambdas, with one class but for multinomial.")
    var intercepts: String?

    func validate() throws {
        guard `repeat` >= 1 else { throw ValidationError("--repeat is \(`repeat`); it must be at least 1.") }
    }

    func run() async throws {
        do {
            let call = try SolverCall(try data.read(), family: data.family, task: try task.task())
            guard serve else { return try await measure(call) }
            while readLine() != nil { try await measure(call) }
        } catch let error as BadFile {
            try leave(error, EX_DATAERR)
        } catch let error as Unsupported {
            try leave(error, EX_USAGE)
        }
    }

    private func measure(_ call: SolverCall) async throws {
        var times: [(wall: Double, cpu: Double)] = []
        var last: SolveResult?
        for _ in 0..<`repeat` {
            let watch = Stopwatch()
            let result = try await call.solve()
            times.append(watch.read())
            last = result
        }
        guard let last else { return }
        if let coefficients { try write(last.coefficients, to: coefficients) }
        if let intercepts {
            let shape = [last.intercepts[0].count, last.intercepts.count]
            try writeNpy(last.intercepts.flatMap(\.self), shape: shape, to: intercepts)
        }
        print(try Report(times: times, result: last, lambdas: call.lambdas).line())
        fflush(nil)
    }

    private func write(_ coefficients: [[[Double]]], to path: String) throws {
        let (classes, p) = (coefficients[0].count, coefficients[0][0].count)
        let shape = classes == 1 ? [p, coefficients.count] : [p, classes, coefficients.count]
        try writeNpy(coefficients.flatMap { $0.flatMap(\.self) }, shape: shape, to: path)
    }

    private func leave(_ error: some CustomStringConvertible, _ code: Int32) throws -> Never {
        FileHandle.standardError.write(Data("error: \(error)\n".utf8))
        throw ExitCode(code)
    }
}
