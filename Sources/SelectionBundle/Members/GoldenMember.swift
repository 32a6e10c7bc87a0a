import StageKit

/// `model/golden.csv`: some loaded rows and what the model says of them, for `verify`, which demands equal bits.
enum GoldenMember {
    static func bytes(_ model: ScoringModel, _ scorer: Scorer) async throws -> [UInt8] {
        let rows = try model.signature.checked(model.goldenRows)
        return try await scorer.predict(rows).csv(after: rows.columns)
    }

    /// Scores the rows again and compares every output.
    static func verify(_ bytes: [UInt8], _ scorer: Scorer, bundle: String) async throws {
        guard let rows = CSVText.rows(of: bytes), rows.count > 1, let header = rows.first,
            rows.allSatisfy({ $0.fields.count == header.fields.count })
        else { throw BundleFault.badTable(member: MemberKind.golden.path).failure(in: bundle) }
        let signature = scorer.signature
        let expected = signature.inputs.map(\.name) + signature.outputs
        guard header.fields == expected else {
            let found = header.fields.joined(separator: ", ")
            throw BundleFault.goldenHeader(found: found, expected: expected.joined(separator: ", ")).failure(in: bundle)
        }
        let body = Array(rows.dropFirst())
        let table = try table(of: body, signature, bundle: bundle)
        let predictions = try await scorer.predict(table)
        for (offset, column) in predictions.columns.enumerated() {
            let place = signature.inputs.count + offset
            // The texts are shortest round-trip, so that equal texts are equal bits.
            for (row, text) in zip(body, column.exactTexts) where row.fields[place] != text {
                throw BundleFault.golden(line: row.line, column: column.name, found: text, listed: row.fields[place])
                    .failure(in: bundle)
            }
        }
    }

    private static func table(
        of rows: [CSVText.Row], _ signature: Signature, bundle: String
    ) throws(StageFailure) -> Table {
        var columns: [Column] = []
        for (place, input) in signature.inputs.enumerated() {
            let texts = rows.map { $0.fields[place] }
            switch input.type {
            case .numeric:
                let numbers = texts.map { $0.isEmpty ? .nan : Double($0) ?? .infinity }
                guard !numbers.contains(.infinity) else {
                    throw BundleFault.badTable(member: MemberKind.golden.path).failure(in: bundle)
                }
                columns.append(Column(name: input.name, role: input.role, values: .numeric(numbers)))
            case .categorical(let known):
                let values = ColumnValues(texts: texts, known: known)
                columns.append(Column(name: input.name, role: input.role, values: values))
            }
        }
        let origins = RowOrigins(
            file: "\(bundle)/\(MemberKind.golden.path)", lines: rows.map(\.line), numbers: Array(rows.indices))
        return Table(columns: columns, rowCount: rows.count, origins: origins)
    }
}

extension ColumnValues {
    /// Categories from texts: the known levels first, then others in the order in which they appear; empty is missing.
    fileprivate init(texts: [String], known: [String]) {
        var levels = known
        var places = Dictionary(known.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let codes = texts.map { text -> Int32 in
            if text.isEmpty { return -1 }
            if let place = places[text] { return place }
            levels.append(text)
            places[text] = Int32(levels.count - 1)
            return Int32(levels.count - 1)
        }
        self = .categorical(codes: codes, levels: levels)
    }
}
