// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "fsel-fuzz",
    products: [
        .executable(name: "fuzz-readers", targets: ["FuzzReaders"]),
        .executable(name: "table-cells", targets: ["TableCells"]),
    ],
    dependencies: [.package(name: "fsel", path: "../..")],
    targets: [
        // libFuzzer targets, one for each reader: README.md says how they are built.
        .executableTarget(
            name: "FuzzReaders",
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
