// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "fsel-fuzz",
    products: [
        .executable(name: "fuzz-delimited", targets: ["FuzzDelimited"]),
        .executable(name: "table-cells", targets: ["TableCells"]),
    ],
    dependencies: [.package(name: "fsel", path: "../..")],
    targets: [
        // A libFuzzer target: README.md says how it is built.
        .executableTarget(
            name: "FuzzDelimited",
            dependencies: [.product(name: "TableReaders", package: "fsel")]
        ),
        // Tells what is read from tables on its standard input, for hostile_csv.py.
        .executableTarget(
            name: "TableCells",
            dependencies: [.product(name: "TableReaders", package: "fsel")]
        ),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
}
