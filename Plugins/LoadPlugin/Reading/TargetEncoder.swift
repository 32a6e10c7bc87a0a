import SparseGLM
import StageKit

/// Makes numbers or classes of the target's column, which has no missing value any more.
struct TargetEncoder {
    /// What was asked for.
    let options: TargetOptions
    /// The rows, for messages.
    let table: Table

    /// The target's column as stages expect it.
    ///
    /// - Throws: ``StageFailure`` of kind `data`: a target that does not vary or has the wrong number of classes (FS456),
    ///   a number that is no count (FS457), a positive class that is not there or not one of two (FS458).
    func encoded(_ column: Column) throws(StageFailure) -> Column {
        switch (options.kind, column.values) {
        case (.auto, .numeric(let numbers)):
            if isZeroOrOne(numbers) { return try classified(column, numbers.map { $0 == 0 ? "0" : "1" }) }
            return try number(column, numbers)
        case (_, .numeric(let numbers)): return try number(column, numbers)
        case (_, .categorical(let codes, let levels)):
            let names = canonicalNames(levels)
            return try classified(column, codes.map { names[Int($0)] })
        }
    }

    /// That numbers, taken as such because nobody says otherwise, look like the codes of classes: two values, or all whole
    /// numbers from 0 or 1 to at most 10.
    func warning(_ column: Column) -> Diagnostic? {
        guard options.kind == .auto, case .numeric(let numbers) = column.values, !isZeroOrOne(numbers) else {
            return nil
        }
        var values: Set<Double> = []
        for number in numbers where values.insert(number).inserted && values.count > 11 { return nil }
        let codes = values.sorted()
        guard let first = codes.first, let last = codes.last else { return nil }
        let areInOrder = codes.indices.allSatisfy { codes[$0] == first + Double($0) }
        guard codes.count < numbers.count, codes.count == 2 || (areInOrder && (first == 0 || first == 1) && last <= 10)
        else { return nil }
        return Diagnostic(
            code: "FS478", severity: .warning,
            message: "The target '\(column.name)' has the \(codes.count) values \(shortest(codes[0])) "
                + (codes.count == 2 ? "and" : "to") + " \(shortest(last)), and is taken as a number.",
            location: options.columnLocation,
            suggestion:
                "type=\"\(codes.count == 2 ? "binary" : "multiclass")\" takes them as classes, \"count\" as counts, "
                + "\"numeric\" as they are")
    }

    /// Whether both 0 and 1 occur, and nothing else.
    private func isZeroOrOne(_ numbers: [Double]) -> Bool {
        numbers.allSatisfy { $0 == 0 || $0 == 1 } && numbers.contains(0) && numbers.contains(1)
    }

    // MARK: Numbers

    private func number(_ column: Column, _ numbers: [Double]) throws(StageFailure) -> Column {
        if options.kind == .count, let row = numbers.firstIndex(where: { $0 < 0 || $0 != $0.rounded() }) {
            throw StageFailure(
                .data, code: "FS457",
                "The target '\(column.name)' is \(shortest(numbers[row])) in this row; expected a count, a whole number from 0.",
                at: table.location(ofRow: row))
        }
        if let positive = options.positive {
            throw StageFailure(
                .data, code: "FS458",
                "The target '\(column.name)' holds numbers other than 0 and 1 and has no positive class '\(positive)'; "
                    + "expected two classes.", at: options.positiveLocation,
                suggestion: "give <target> type=\"binary\" if the numbers are two classes")
        }
        guard !column.isConstant else {
            throw StageFailure(
                .data, code: "FS456",
                "The target '\(column.name)' is \(numbers.first.map(shortest) ?? "") in all \(numbers.count) rows; expected it to "
                    + "vary.", at: options.columnLocation)
        }
        try checkSpread(column, numbers)
        return options.kind == .count
            ? Column(name: column.name, role: .target, values: column.values, source: column.source, holdsCounts: true)
            : column
    }

    /// Errors are squared, and for standard errors squared again: both must stay within the range of a double.
    private func checkSpread(_ column: Column, _ numbers: [Double]) throws(StageFailure) {
        let moments = columnMoments(numbers)
        if moments.isConstant {
            throw StageFailure(
                .data, code: "FS456",
                "The target '\(column.name)' is \(shortest(moments.mean)) in all \(numbers.count) rows but for rounding; expected "
                    + "it to vary.", at: options.columnLocation)
        }
        guard (1e-70...1e70).contains(moments.standardDeviation) else {
            throw StageFailure(
                .data, code: "FS462",
                "The target '\(column.name)' has a standard deviation of \(shortest(moments.standardDeviation)); expected one "
                    + "from 1e-70 to 1e70, so that squared errors can be computed.", at: options.columnLocation,
                suggestion: "bring it to another unit")
        }
    }

    // MARK: Classes

    /// Numbers are classes by their value: `1` and `1.0` are one class.
    private func canonicalNames(_ levels: [String]) -> [String] {
        let numbers = levels.compactMap(number)
        return numbers.count == levels.count ? numbers.map(shortest) : levels
    }

    private func number(_ text: String) -> Double? {
        guard case .number(let value)? = OptionType.number(NumberRange()).parse(text) else { return nil }
        return value
    }

    private func classified(_ column: Column, _ names: [String]) throws(StageFailure) -> Column {
        var classes = ordered(Set(names))
        try checkCount(classes, column)
        if let positive = options.positive {
            guard classes.count == 2 else {
                throw StageFailure(
                    .data, code: "FS458",
                    "The target '\(column.name)' has \(classes.count) classes and the positive class '\(positive)'; expected two "
                        + "classes.", at: options.positiveLocation)
            }
            let canonical = number(positive).map(shortest) ?? positive
            guard let place = classes.firstIndex(where: { $0 == positive || $0 == canonical }) else {
                throw StageFailure(
                    .data, code: "FS458",
                    "The positive class '\(positive)' is none of the target's; expected '\(classes[0])' or '\(classes[1])'.",
                    at: options.positiveLocation,
                    suggestion: nearestName(to: positive, among: classes).map { "did you mean '\($0)'?" })
            }
            if place == 0 { classes.swapAt(0, 1) }
        }
        let codes = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, Int32($0.offset)) })
        return Column(
            name: column.name, role: .target,
            values: .categorical(codes: names.map { codes[$0] ?? -1 }, levels: classes), source: column.source)
    }

    /// By number if all are numbers, otherwise by code point.
    private func ordered(_ classes: Set<String>) -> [String] {
        let numbers = classes.compactMap { name in number(name).map { (value: $0, name: name) } }
        if numbers.count == classes.count { return numbers.sorted { $0.value < $1.value }.map(\.name) }
        return classes.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }

    private func checkCount(_ classes: [String], _ column: Column) throws(StageFailure) {
        if classes.count == 1 {
            throw StageFailure(
                .data, code: "FS456",
                "The target '\(column.name)' is '\(classes[0])' in all \(column.count) rows; expected two classes at least.",
                at: options.columnLocation)
        }
        if options.kind == .binary, classes.count != 2 {
            let shown = classes.prefix(4).map { "'\($0)'" }.joined(separator: ", ") + (classes.count > 4 ? ", …" : "")
            throw StageFailure(
                .data, code: "FS456",
                "The target '\(column.name)' has \(classes.count) classes, \(shown); expected two, as type=\"binary\" demands.",
                at: options.kindLocation)
        }
    }
}
