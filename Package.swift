// swift-tools-version: 6.2
import PackageDescription

/// A built-in stage is written as an outsider would write it: its own folder under Plugins, public API only.
func plugin(
    _ name: String, dependencies: [Target.Dependency] = [], testDependencies: [Target.Dependency] = []
) -> [Target] {
    [
        .target(
            name: "\(name)Plugin",
            dependencies: ["StageKit", "SparseGLM"] + dependencies,
            path: "Plugins/\(name)Plugin",
            exclude: ["README.md"],
            resources: [.embedInCode("sample.xml")],
            packageAccess: false
        ),
        .testTarget(
            name: "\(name)PluginTests",
            dependencies: [
                .target(name: "\(name)Plugin"), "StageKit", "StageKitTesting", "SparseGLM", "PipelineXML",
            ] + dependencies + testDependencies
        ),
    ]
}

/// The stages that ship, each with its tests.
let shippedStages = [
    plugin("Load", dependencies: ["TableReaders", "ArchiveStreams"], testDependencies: ["CSQLite"]),
    plugin("Impute"),
    plugin("Encode"),
    plugin("Winsorize"),
    plugin("VarianceFilter"),
    plugin("CorrelationFilter"),
    plugin("Normalize"),
    plugin("L1Select"),
    plugin("L2Refit"),
    plugin("Evaluate"),
    // `fsel plugin new --in-tree` adds its stage above this line.
].flatMap(\.self)

let package = Package(
    name: "fsel",
    products: [
        .executable(name: "fsel", targets: ["fsel"]),
        .library(name: "FSel", targets: ["StageKit", "SparseGLM", "FSelCommand", "StandardStages"]),
        .library(name: "StageKitTesting", targets: ["StageKitTesting"]),
        .library(name: "StageKit", targets: ["StageKit", "SparseGLM"]),
        .library(name: "StageHosting", targets: ["StageHosting"]),
        .library(name: "SparseGLM", targets: ["SparseGLM"]),
        .library(name: "TableReaders", targets: ["TableReaders"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // MARK: C libraries and kernels

        // libxml2: the XML parser. Imported by PipelineXML alone.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        // libarchive: archives and compressed input. Imported by ArchiveStreams alone.
        .systemLibrary(
            name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev", "zlib1g-dev"])]),
        // SQLite: databases as a source. Imported by TableReaders alone.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        // The few hot numerical loops, in one defined arithmetic.
        .target(name: "CKernels"),
        // Exact decimal numbers from text.
        .target(name: "CTextScan"),

        // What Linux has for processes and Swift's module of the C library leaves out.
        .target(name: "CProcess"),

        // MARK: Numerics

        // Datafits, penalties, solvers, certificates, paths, folds, metrics. Knows no XML, stages or files.
        .target(name: "SparseGLM", dependencies: ["CKernels"], exclude: ["README.md"]),

        // MARK: Stages

        // What a stage author sees: stages, options, artefacts, diagnostics.
        .target(name: "StageKit", dependencies: ["SparseGLM"]),
        // Checks that any stage author runs on a stage.
        .target(name: "StageKitTesting", dependencies: ["StageKit"]),
        // Archives and compressed files.
        .target(name: "ArchiveStreams", dependencies: ["CLibArchive"]),
        // CSV, TSV, svmlight, arrays of NumPy and queries of SQLite to a table.
        .target(
            name: "TableReaders",
            dependencies: ["StageKit", "SparseGLM", "ArchiveStreams", "CTextScan", "CSQLite"]),
        // The one list of the stages that ship.
        .target(
            name: "StandardStages",
            dependencies: ["StageKit"] + shippedStages.filter { $0.type == .regular }.map { .target(name: $0.name) },
            path: "Plugins/StandardStages",
            packageAccess: false
        ),

        // MARK: Pipeline

        // XML to document to plan, every fault with its place.
        .target(name: "PipelineXML", dependencies: ["CLibXML2", "StageKit"]),
        // JSON, strictly read and written in one way, and the column operations in it.
        .target(name: "StageJSON", dependencies: ["StageKit"]),
        // What fsel and the programs of stages say to each other: messages, and files of numbers.
        .target(name: "StageProtocol", dependencies: ["SparseGLM", "StageJSON", "StageKit"]),
        // Makes a program of stages; links nothing that only fsel needs.
        .target(name: "StageHosting", dependencies: ["StageJSON", "StageKit", "StageProtocol"]),
        // Stages that are programs of their own: the watch over them.
        .target(
            name: "StagePrograms",
            dependencies: [
                "CProcess", "StageJSON", "StageKit", "StageProtocol", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["README.md"]
        ),
        // The bundle's members, digests, publishing and strict reading.
        .target(
            name: "SelectionBundle",
            dependencies: [
                "ArchiveStreams", "StageJSON", "StageKit", "SparseGLM",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        // Plan and registry to a checked run to a bundle.
        .target(
            name: "PipelineEngine",
            dependencies: [
                "ArchiveStreams", "PipelineXML", "SelectionBundle", "StageKit", "SparseGLM",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        // Arguments, printing, exit codes.
        .target(
            name: "FSelCommand",
            dependencies: [
                "CProcess", "PipelineEngine", "PipelineXML", "SelectionBundle", "StageKit", "StageKitTesting",
                "StagePrograms", "TableReaders",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // What `plugin new` writes.
            resources: [
                "data", "main", "package", "pipeline", "program", "readme", "stage", "tests", "tree-member",
                "tree-readme", "tree-sample",
            ].map { .embedInCode("PluginTemplate/\($0).template") }
        ),
        // The program: standard stages handed to FSelCommand.
        .executableTarget(name: "fsel", dependencies: ["FSelCommand", "StandardStages"]),

        // MARK: Tests

        // A stage that computes columns itself.
        .target(
            name: "ExampleStages", dependencies: ["StageKit"], path: "Tests/ExampleStages", packageAccess: false),
        // It and three of the stages that ship, as a program of their own.
        .executableTarget(
            name: "hosted-stages",
            dependencies: [
                "ExampleStages", "StageHosting", "StageKit", "WinsorizePlugin", "VarianceFilterPlugin",
                "CorrelationFilterPlugin",
            ],
            path: "Tests/HostedStages", packageAccess: false),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels"]),
        .testTarget(name: "SparseGLMTests", dependencies: ["SparseGLM", "CKernels"]),
        .testTarget(
            name: "ReferenceTests", dependencies: ["SparseGLM"], exclude: ["README.md"], resources: [.copy("Fixtures")]),
        .testTarget(name: "StageKitTests", dependencies: ["StageKit", "StageKitTesting", "SparseGLM"]),
        .testTarget(name: "ArchiveStreamsTests", dependencies: ["ArchiveStreams"]),
        .testTarget(
            name: "TableReadersTests",
            dependencies: ["TableReaders", "StageKit", "ArchiveStreams", "CTextScan", "CSQLite"]),
        .testTarget(name: "PipelineXMLTests", dependencies: ["PipelineXML", "StageKit", "CLibXML2"]),
        .testTarget(name: "StageJSONTests", dependencies: ["StageJSON", "StageKit"]),
        .testTarget(name: "StageProtocolTests", dependencies: ["StageProtocol", "StageJSON", "StageKit"]),
        .testTarget(
            name: "SelectionBundleTests",
            dependencies: ["SelectionBundle", "ArchiveStreams", "StageJSON", "StageKit", "SparseGLM"]),
        .testTarget(
            name: "PipelineEngineTests",
            dependencies: [
                "PipelineEngine", "PipelineXML", "SelectionBundle", "StageKit", "SparseGLM", "StandardStages",
            ]),
        .testTarget(
            name: "StandardStagesTests",
            dependencies: ["StandardStages", "StageKit", "StageKitTesting", "PipelineXML"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "fsel", "hosted-stages", "ExampleStages", "FSelCommand", "SelectionBundle", "StageKit",
                "StandardStages", "ArchiveStreams", "CSQLite",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ] + shippedStages,
    cxxLanguageStandard: .cxx17
)

for target in package.targets where ![.system, .binary, .plugin].contains(target.type) {
    target.swiftSettings = [
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0443-warning-control-flags.md
        .treatAllWarnings(as: .error),
    ]
}
