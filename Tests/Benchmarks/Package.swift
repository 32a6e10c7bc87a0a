// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "fsel-benchmarks",
    products: [
        .executable(name: "solver-bench", targets: ["SolverBench"])
    ],
    dependencies: [
        .package(name: "fsel", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // Times one solve of a problem in NumPy files.
        .executableTarget(
            name: "SolverBench",
            dependencies: [
                .product(name: "SparseGLM", package: "fsel"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "SolverBenchTests", dependencies: ["SolverBench"]),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
