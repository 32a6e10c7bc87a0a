import SparseGLM
import StageKit

/// Divides the rows of a table into a training and a test part.
struct RowSplit {
    /// How.
    let options: SplitOptions
    /// The pipeline's seed.
    let seed: UInt64

    /// The training and the test rows, in order.
    ///
    /// - Throws: ``StageFailure`` of kind `data`: a target or key that does not suit the method, or a part without rows
    ///   (FS460); a training part whose target does not vary (FS461).
    func parts(of table: Table) throws(StageFailure) -> (training: [Int], test: [Int]) {
        let isTest: [Bool]
        let method = try method(for: table)
        do throws(SplitError) {
            isTest = try splitRows(
                rowCount: table.rowCount, testShare: options.testShare, method: method, seed: seed, stream: "load/split"
            )
        } catch {
            throw StageFailure(.data, code: "FS460", "The rows cannot be split: \(error)", at: options.location)
        }
        let training = isTest.indices.filter { !isTest[$0] }
        try checkTarget(table, training)
        return (training, isTest.indices.filter { isTest[$0] })
    }

    private func method(for table: Table) throws(StageFailure) -> SplitMethod {
        let key = options.key.flatMap { table.column($0) }
        switch options.method {
        case .random, .none: return .random
        case .stratified: return .stratified(classes: try classes(table))
        case .hash: return .hash(keys: key?.texts ?? [])
        case .group: return .group(ids: try groups(key))
        case .time: return .time(try times(key, table))
        }
    }

    private func classes(_ table: Table) throws(StageFailure) -> [Int] {
        guard case .categorical(let codes, _)? = table.columns(.target).first?.values else {
            throw StageFailure(
                .data, code: "FS460",
                "A stratified split needs classes, and the target is a number; expected another method.",
                at: options.location)
        }
        return codes.map(Int.init)
    }

    private func groups(_ key: Column?) throws(StageFailure) -> [String] {
        guard let key else { return [] }
        guard !key.isConstant else {
            throw StageFailure(
                .data, code: "FS460",
                "Column '\(key.name)' puts all \(key.count) rows in one group; expected at least two groups to split.",
                at: options.keyLocation)
        }
        return key.texts
    }

    /// Numbers as they are; dates by their order, which for a fixed ISO form is that of the texts.
    private func times(_ key: Column?, _ table: Table) throws(StageFailure) -> [Double] {
        switch key?.values {
        case .numeric(let numbers)?: return numbers
        case .categorical(let codes, let levels)?:
            guard let first = levels.first, let odd = levels.first(where: { !isDate($0, like: first) }) else {
                return codes.map(Double.init)
            }
            let row = codes.firstIndex { levels[Int($0)] == odd }
            throw StageFailure(
                .data, code: "FS460",
                "The time '\(odd)' in column '\(key?.name ?? "")' is no number and no date of the form '2024-01-31' or "
                    + "'2024-01-31T23:59:59', the same in each row; expected one of these.",
                at: row.flatMap { table.location(ofRow: $0) })
        case nil: return []
        }
    }

    /// Whether a text is a year, month and day, with a time of day or not, and has its digits where another has them.
    private func isDate(_ text: String, like other: String) -> Bool {
        func shape(_ text: String) -> [UInt8] { text.utf8.map { (0x30...0x39).contains($0) ? 0x30 : $0 } }
        let form = shape(text)
        return form == shape(other) && form.starts(with: "0000-00-00".utf8) && isInCalendar(Array(text.utf8))
            && !form.dropFirst(10).contains { [UInt8(ascii: "+"), UInt8(ascii: "-")].contains($0) }
    }

    /// Whether the first ten characters, digits but for the signs between them, are a day of the Gregorian calendar.
    private func isInCalendar(_ text: [UInt8]) -> Bool {
        func number(_ range: Range<Int>) -> Int { text[range].reduce(0) { $0 * 10 + Int($1) - 0x30 } }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return lengths.indices.contains(month - 1) && (1...lengths[month - 1]).contains(day)
    }

    private func checkTarget(_ table: Table, _ training: [Int]) throws(StageFailure) {
        guard let target = table.columns(.target).first, target.rows(training).isConstant else { return }
        throw StageFailure(
            .data, code: "FS461",
            "The target '\(target.name)' does not vary over the \(training.count) training rows that the split leaves; "
                + "expected it to.", at: options.location)
    }
}
