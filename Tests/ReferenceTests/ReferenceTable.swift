import Foundation

/// A data set coded for regression: numbers, dummies in place of categories, rows with a missing field dropped.
struct ReferenceTable {
    var names: [String]
    var columns: [[Double]]
    var y: [Double]
    var droppedRows: Int

    /// One more than the largest target, as a count of classes.
    var classCount: Int { Int(y.max() ?? 0) + 1 }

    /// Reads a file by its ending.
    ///
    /// `everyLevel` codes every level of a category, otherwise the first is left out. A target of `classes` becomes
    /// their places.
    init(_ url: URL, positiveClass: String?, classes: [String]? = nil, everyLevel: Bool) throws {
        let text = try Self.text(of: url)
        if url.pathExtension == "svm" {
            self.init(svmlight: text)
        } else {
            self.init(csv: text, positiveClass: positiveClass, classes: classes, everyLevel: everyLevel)
        }
    }

    private static func text(of url: URL) throws -> String {
        guard url.pathExtension == "gz" else { return try String(contentsOf: url, encoding: .utf8) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", url.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private init(csv text: String, positiveClass: String?, classes: [String]?, everyLevel: Bool) {
        let rows = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = rows.first ?? []
        let whole = rows.dropFirst().filter { row in !row.contains { $0.isEmpty || $0 == "NA" } }
        droppedRows = rows.count - 1 - whole.count
        names = []
        columns = []
        for (index, name) in header.dropLast().enumerated() {
            let cells = whole.map { $0[index] }
            let numbers = cells.compactMap { Double($0) }
            if numbers.count == cells.count {
                names.append(name)
                columns.append(numbers)
                continue
            }
            let levels = Set(cells).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
            for level in levels.dropFirst(everyLevel ? 0 : 1) {
                names.append("\(name)=\(level)")
                columns.append(cells.map { $0 == level ? 1 : 0 })
            }
        }
        let targets = whole.map { $0[header.count - 1] }
        y = targets.map { cell in
            if let classes { return classes.firstIndex(of: cell).map(Double.init) ?? .nan }
            return positiveClass.map { cell == $0 ? 1 : 0 } ?? Double(cell) ?? .nan
        }
    }

    private init(svmlight text: String) {
        let rows = text.split(whereSeparator: \.isNewline).map { $0.split(separator: " ") }
        let pairs = rows.map { row in
            row.dropFirst().map { field in
                let parts = field.split(separator: ":")
                return (Int(parts[0]) ?? 0, Double(parts[1]) ?? .nan)
            }
        }
        let width = pairs.flatMap { $0.map(\.0) }.max() ?? 0
        columns = [[Double]](repeating: [Double](repeating: 0, count: rows.count), count: width)
        for (i, row) in pairs.enumerated() {
            for (index, value) in row { columns[index - 1][i] = value }
        }
        names = (1...max(width, 1)).map { "x\($0)" }
        y = rows.map { Double($0[0]) ?? .nan }
        droppedRows = 0
    }
}
