import SparseGLM
import StageKit
import StageKitTesting

/// Tables and `<cv>` elements that the tests of cross-validation share.
enum Samples {
    /// A table with a numeric target.
    static func regression(rows: Int = 60) -> Table { StageConformance.table(rowCount: rows, numericCount: 3) }

    /// A table with two classes, `no` and `yes`.
    static func classes(rows: Int = 60) -> Table {
        StageConformance.table(rowCount: rows, numericCount: 3, target: .classes)
    }

    /// A table with the given targets and one feature, `x`, which counts from 0.
    static func table(y: [Double], classes: [String]? = nil) -> Table {
        let values: ColumnValues =
            classes.map { .categorical(codes: y.map { Int32($0) }, levels: $0) } ?? .numeric(y)
        return Table(columns: [
            Column(name: "x", values: .numeric(y.indices.map(Double.init))),
            Column(name: "y", role: .target, values: values),
        ])
    }

    /// A column of texts; an empty one is missing.
    static func column(_ role: ColumnRole, _ texts: [String]) -> Column {
        let levels = Array(Set(texts)).sorted().filter { !$0.isEmpty }
        return Column(
            name: role.rawValue, role: role,
            values: .categorical(codes: texts.map { Int32(levels.firstIndex(of: $0) ?? -1) }, levels: levels))
    }

    /// A `<cv>` element on line 10 of `pipeline.xml`, its attributes by name from column 20.
    static func cv(
        _ texts: [String: String] = [:], rule: SelectionRule = .minimum
    ) throws -> CrossValidationOptions {
        let options = try StageOptions(CrossValidationOptions.element(rule: rule), texts)
        var values: [String: CheckedOption] = [:]
        let written = options.values.filter { $0.value.origin == .written }.sorted { $0.key < $1.key }
        for (column, option) in written.enumerated() {
            let place = SourceLocation(file: "pipeline.xml", line: 10, column: 20 + column)
            values[option.key] = CheckedOption(value: option.value.value, location: place)
        }
        let placed = StageOptions(
            descriptor: options.descriptor, values: values,
            location: SourceLocation(file: "pipeline.xml", line: 10, column: 3))
        return CrossValidationOptions(placed, rule: rule)
    }

    /// A model with an intercept and a coefficient of the feature `x`: what fits a line exactly.
    static func solution(intercept: Double, slope: Double) throws -> Solution {
        let line = try RegressionRows(table(y: (0..<3).map { intercept + slope * Double($0) }))
        return try solveRidge(line.problem(.gaussian, fitsIntercept: true), lambdas: [0])[0]
    }

    /// A model without intercepts that has a coefficient of the feature `x` in each linear predictor.
    static func solution(slopes: [Double]) throws -> Solution {
        let other = try solution(intercept: 0, slope: 1)
        return Solution(
            lambda: 0, intercepts: slopes.map { _ in 0 }, support: [0], coefficients: slopes.map { [$0] }, deviance: 0,
            certificate: other.certificate)
    }

    /// The failure that work ends with, as the command line prints it; `nil` where it succeeds.
    static func failure(_ work: () async throws -> Void) async -> String? {
        do {
            try await work()
            return nil
        } catch { return String(describing: error) }
    }
}

extension Table {
    /// The table with an additional column.
    func adding(_ column: Column) -> Table {
        Table(columns: columns + [column], rowCount: rowCount, origins: origins)
    }

    /// The table with a column of row weights.
    func weighted(_ weights: [Double]) -> Table {
        adding(Column(name: "weight", role: .weight, values: .numeric(weights)))
    }
}
