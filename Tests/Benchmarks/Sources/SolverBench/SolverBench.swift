import ArgumentParser
import Foundation

@main
struct SolverBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solver-bench",
        abstract: "Times the solver on a problem in NumPy files and prints one line of JSON.",
        discussion: """
            Timed is the solve alone: files are read, and the lambda grid is made, before the clock starts.
            Exit codes: 64 for wrong arguments, 65 for a file that cannot be used.
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

    func run() throws {
        do {
            let problem = try data.read()
            if let folds = task.cv, folds > problem.y.count {
                throw ValidationError("--cv is \(folds), but there are only \(problem.y.count) rows.")
            }
            let call = try timedCall(problem, family: data.family, task: task.task)
            guard serve else { return try measure(call) }
            while readLine() != nil { try measure(call) }
        } catch let error as BadFile {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            throw ExitCode(EX_DATAERR)
        }
    }

    private func measure(_ call: any TimedCall) throws {
        var times: [(wall: Double, cpu: Double)] = []
        var last: SolveResult?
        for _ in 0..<`repeat` {
            let watch = Stopwatch()
            let result = try call.solve()
            times.append(watch.read())
            last = result
        }
        guard let last else { return }
        if let coefficients {
            let shape = [last.featureCount] + (last.classCount == 1 ? [] : [last.classCount]) + [call.lambdas.count]
            try writeNpy(last.denseCoefficients, shape: shape, to: coefficients)
        }
        if let intercepts {
            let shape = [last.classCount, call.lambdas.count]
            try writeNpy(last.intercepts.flatMap(\.self), shape: shape, to: intercepts)
        }
        print(try Report(times: times, result: last, lambdas: call.lambdas).line())
        fflush(nil)
    }
}
