import ArgumentParser
import SparseGLM

/// Where the problem is.
struct DataOptions: ParsableArguments {
    @Option(help: "The design matrix, n × p, float64.")
    var x: String?
    @Option(help: "A sparse design: PREFIX.data.npy, PREFIX.indices.npy and PREFIX.indptr.npy, by columns.")
    var csc: String?
    @Option(help: "Design and target in one svmlight file, indices from 1.")
    var svmlight: String?
    @Option(help: "The target, n values; -1 and 1 will do for binomial.")
    var y: String?
    @Option(help: "The loss.")
    var family: Family

    mutating func validate() throws {
        guard [x, csc, svmlight].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Give exactly one of --x, --csc and --svmlight.")
        }
        guard (y == nil) == (svmlight != nil) else {
            throw ValidationError("--y goes with --x and --csc; an svmlight file has its own target.")
        }
    }

    /// Reads the files.
    ///
    /// - Throws: `BadFile`.
    func read() throws -> Problem {
        if let svmlight { return try Problem(svmlight: svmlight, family: family) }
        guard let y else { throw ValidationError("--y is missing.") }
        if let csc { return try Problem(csc: csc, y: y, family: family) }
        guard let x else { throw ValidationError("--x is missing.") }
        return try Problem(x: x, y: y, family: family)
    }
}

/// What is to be solved.
struct TaskOptions: ParsableArguments {
    @Option(help: "Solve this many lambdas from lambdaMax down, at least 2; 100 unless a single lambda is given.")
    var path: Int?
    @Option(help: "The path's smallest lambda over its largest, between 0 and 1.")
    var eps: Double?
    @Option(help: "Solve one lambda, 0 or more, from cold.")
    var lambda: Double?
    @Option(help: "Solve one lambda, lambdaMax over this, 1 or more, from cold.")
    var lambdaRatio: Double?
    @Option(help: "The bound on the relative duality gap, from 1e-12 to 1.")
    var gap = 1e-6
    @Flag(inversion: .prefixedNo, help: "Whether an intercept is fitted.")
    var intercept = true
    @Option(help: "Cross-validate the path over this many contiguous blocks of rows, at least 2.")
    var cv: Int?
    @Option(help: "The most threads that compute at once, at least 1.")
    var threads = 1

    mutating func validate() throws {
        guard lambda == nil || lambdaRatio == nil, (path == nil && eps == nil) || (lambda == nil && lambdaRatio == nil)
        else {
            throw ValidationError("Give a path (--path and --eps), --lambda or --lambda-ratio, not two of them.")
        }
        guard (eps != nil) != (lambda != nil || lambdaRatio != nil) else {
            throw ValidationError("A path needs --eps.")
        }
        try check("--path", path, "at least 2") { $0 >= 2 }
        try check("--eps", eps, "above 0 and below 1") { $0 > 0 && $0 < 1 }
        try check("--lambda", lambda, "a finite number of at least 0") { $0 >= 0 && $0.isFinite }
        try check("--lambda-ratio", lambdaRatio, "a finite number of at least 1") { $0 >= 1 && $0.isFinite }
        try check("--gap", gap, "in 1e-12 ... 1") { (1e-12...1).contains($0) }
        try check("--cv", cv, "at least 2") { $0 >= 2 }
        try check("--threads", threads, "at least 1") { $0 >= 1 }
        guard cv == nil || eps != nil else { throw ValidationError("--cv needs a path.") }
    }

    private func check<Value>(_ name: String, _ value: Value?, _ range: String, _ holds: (Value) -> Bool) throws {
        if let value, !holds(value) { throw ValidationError("\(name) is \(value); it must be \(range).") }
    }

    /// The task that a valid command line asks for.
    var task: SolveTask {
        SolveTask(
            strength: strength, gap: gap, fitsIntercept: intercept, foldCount: cv, threads: threads)
    }

    private var strength: SolveTask.Strength {
        if let lambda { return .value(lambda) }
        if let lambdaRatio { return .fractionOfMax(lambdaRatio) }
        return .path(count: path ?? 100, minRatio: eps ?? 1e-2)
    }
}
