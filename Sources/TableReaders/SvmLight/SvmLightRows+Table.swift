import SparseGLM
import StageKit

extension SvmLightRows {
    /// The rows as a table.
    ///
    /// - Parameters:
    ///   - featureCount: How many features there are at least.
    ///   - plan: Says how each column is to be read.
    /// - Throws: ``StageFailure`` where there is no row or there are too many columns; what `plan` throws.
    /// - Complexity: O(values + rows + columns).
    consuming func table(
        featureCount: Int, columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        try check(featureCount: featureCount)
        let featureCount = max(largest.index, featureCount)
        let names =
            (0..<featureCount).map { SvmLightReader.featureName($0 + 1) }
            + (queries.isEmpty ? [] : [SvmLightReader.query]) + [SvmLightReader.target]
        let header = TableHeader(
            file: parts[0].file, names: names, roles: queries.isEmpty ? [:] : [SvmLightReader.query: .group])
        let readings = try plan(header)
        precondition(
            readings.count == names.count,
            "SvmLightReader.read: \(readings.count) columns were planned, the file has \(names.count)")
        let origins = RowOrigins(
            parts: parts.map { RowOrigins.Part(file: $0.file, rowCount: $0.rowCount) }, lines: lines)
        let numbers = [queries, labels]
        let matrix = try byColumns(count: featureCount)
        let columns = names.indices.compactMap { place -> SourceTable.Column? in
            let (name, reading) = (names[place], readings[place])
            if reading == .skip { return nil }
            var column =
                place < featureCount
                ? Column(name: name, sparse: matrix, column: place)
                : Column(name: name, values: .numeric(numbers[name == SvmLightReader.target ? 1 : 0]))
            if reading == .text { column = Column(name: name, values: .categorical(ofNumbers: column.numbers ?? [])) }
            return SourceTable.Column(place: place, content: column)
        }
        return SourceTable(header: header, columns: columns, origins: origins)
    }

    /// The values by columns: counted, then put where they belong, row by row, so that rows ascend.
    private consuming func byColumns(count: Int) throws -> SparseMatrix {
        var starts = [Int](repeating: 0, count: count + 1)
        for column in columns { starts[Int(column) + 1] += 1 }
        for j in 0..<count { starts[j + 1] += starts[j] }
        var next = starts
        var rowsOfEntries = [Int32](repeating: 0, count: values.count)
        var entries = [Double](repeating: 0, count: values.count)
        var row: Int32 = 0
        for k in values.indices {
            while ends[Int(row)] <= k { row += 1 }
            let place = next[Int(columns[k])]
            rowsOfEntries[place] = row
            entries[place] = values[k]
            next[Int(columns[k])] = place + 1
        }
        return try SparseMatrix(
            sampleCount: labels.count, featureCount: count, columnStarts: starts, rowIndices: rowsOfEntries,
            values: entries)
    }
}

extension ColumnValues {
    /// A level for each number that occurs, by code point of its shortest text.
    fileprivate static func categorical(ofNumbers numbers: [Double]) -> ColumnValues {
        // 0 and −0 are one number.
        let levels = Set(numbers.map { $0 == 0 ? 0 : $0 }).map { (text: shortest($0), number: $0) }
            .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
        let codes = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1.number, Int32($0)) })
        return .categorical(codes: numbers.map { codes[$0] ?? -1 }, levels: levels.map(\.text))
    }
}
