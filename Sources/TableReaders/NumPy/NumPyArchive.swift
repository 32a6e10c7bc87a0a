import ArchiveStreams
import StageKit

/// Reads the arrays of an `.npz` archive, in two passes: the headers first, then what is kept.
struct NumPyArchive {
    /// A member that has a use.
    enum Member: String, CaseIterable {
        /// The numbers, n × p.
        case matrix = "X"
        /// What is to be predicted, n numbers or texts.
        case target = "y"
        /// The weights of the rows, n numbers.
        case weights
        /// The names of the p columns.
        case names = "feature_names"
    }

    /// The archive's file.
    let file: String
    /// The most bytes that the table may take; `nil` for no limit.
    let memoryLimit: Int?

    func read(
        progress: (Int, Int) -> Void, columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        var headers: [Member: NumPyHeader] = [:]
        var texts: [String]?
        var storedSize = 0
        try forEachMember { member, stream, size, stored in
            let header = try NumPyHeader(stream)
            if let size { try header.requireSize(size, stream) }
            headers[member] = header
            storedSize = stored
            if member == .names { texts = try nameTexts(header, stream) } else { try check(header, of: member, stream) }
        }
        let matrix = try requireAgreement(headers, nameCount: texts?.count)
        let names = try tableHeader(matrix, headers, texts)
        let readings = try plan(names)
        precondition(
            readings.count == names.names.count,
            "NumPyArchive.read: \(readings.count) columns were planned, the archive has \(names.names.count)")
        try StageFailure.refuseTable(
            rows: matrix.rowCount, columns: readings.count { $0 != .skip }, limit: memoryLimit, file: file)
        var columns: [SourceTable.Column] = []
        try forEachMember { member, stream, _, _ in
            guard member != .names else { return }
            let header = try NumPyHeader(stream)
            guard header == headers[member] else {
                throw stream.failure(
                    "FS430", "The array is not the one that was there a moment ago; expected no change.")
            }
            let first = names.firstPlace(of: member, columnCount: matrix.columnCount)
            let kept = (0..<header.columnCount).filter { readings[first + $0] != .skip }
            if header.type.isText {
                columns += try kept.map { _ in try textColumn(header, stream, names, readings[first], at: first) }
                return
            }
            var numbers = ArrayColumns(header, stream, kept: kept, reserves: header.mayFit(storedSize: storedSize))
            // Of the members the matrix alone takes long.
            try numbers.read { if member == .matrix { progress($0, $1) } }
            columns += try numbers.columns.map {
                try SourceTable.Column($0, at: first + $0.place, names, readings[first + $0.place])
            }
        }
        return SourceTable(
            header: names, columns: columns.sorted { $0.place < $1.place },
            origins: RowOrigins(file: file, lines: Array(1...matrix.rowCount)))
    }

    /// Hands each member to a body, with its size and that of the archive.
    private func forEachMember(_ body: (Member, ArrayStream, _ size: Int?, _ stored: Int) throws -> Void) throws {
        let members: ZipMembers
        do throws(ArchiveError) { members = try ZipMembers(path: file) } catch { throw error.inputFailure }
        func next() throws(StageFailure) -> String? {
            do throws(ArchiveError) { return try members.next() } catch { throw error.inputFailure }
        }
        while let name = try next() {
            let stream = ArrayStream(file: file, member: name) { buffer in
                do throws(ArchiveError) { return try members.read(into: buffer) } catch { throw error.inputFailure }
            }
            guard name.hasSuffix(".npy"), let member = Member(rawValue: String(name.dropLast(4))) else {
                let known = Member.allCases.map(\.rawValue)
                let list = known.map { "'\($0).npy'" }.joined(separator: ", ")
                throw StageFailure(
                    .data, code: "FS436", "The archive has the member \(shown(name)); expected no other than \(list).",
                    at: SourceLocation(file: file, line: 1),
                    suggestion: nearestName(to: name, among: known.map { $0 + ".npy" }).map { "did you mean '\($0)'?" })
            }
            try body(member, stream, members.size, members.storedSize)
        }
    }

    private func nameTexts(_ header: NumPyHeader, _ stream: ArrayStream) throws -> [String] {
        guard header.type.isText, header.shape.count == 1 else {
            throw stream.failure("FS436", "The names of the columns are no texts in a row; expected the type U or S.")
        }
        return try ArrayTexts.read(header, stream)
    }

    private func check(_ header: NumPyHeader, of member: Member, _ stream: ArrayStream) throws(StageFailure) {
        if member != .target { try header.requireNumbers(stream) }
        let extents = member == .matrix ? 2 : 1
        guard header.shape.count == extents else {
            throw stream.failure(
                "FS432", "The array has \(header.shape.count) extents; expected \(extents == 2 ? "two" : "one").")
        }
    }

    /// The matrix, with which the lengths of all others agree.
    private func requireAgreement(_ headers: [Member: NumPyHeader], nameCount: Int?) throws(StageFailure) -> NumPyHeader
    {
        func wrong(_ message: String) -> StageFailure {
            StageFailure(.data, code: "FS436", message, at: SourceLocation(file: file, line: 1))
        }
        guard let matrix = headers[.matrix] else { throw wrong("The archive has no member 'X.npy'; expected one.") }
        if let nameCount, nameCount != matrix.columnCount {
            throw wrong(
                "There are \(nameCount) feature_names for the \(matrix.columnCount) columns of X; expected as many.")
        }
        for member in [Member.target, .weights] {
            if let count = headers[member]?.rowCount, count != matrix.rowCount {
                throw wrong(
                    "'\(member.rawValue)' has \(count) elements and X \(matrix.rowCount) rows; expected as many.")
            }
        }
        return matrix
    }

    private func tableHeader(
        _ matrix: NumPyHeader, _ headers: [Member: NumPyHeader], _ texts: [String]?
    ) throws(StageFailure) -> TableHeader {
        var names = texts ?? (1...matrix.columnCount).map { "f\($0)" }
        if headers[.target] != nil { names.append("target") }
        if headers[.weights] != nil { names.append("weight") }
        let header = TableHeader(
            file: file, names: names, roles: headers[.weights] == nil ? [:] : ["weight": .weight])
        try header.check()
        return header
    }

    private func textColumn(
        _ header: NumPyHeader, _ stream: ArrayStream, _ names: TableHeader, _ reading: ColumnReading, at place: Int
    ) throws -> SourceTable.Column {
        let texts = try ArrayTexts.read(header, stream)
        let name = names.names[place]
        guard reading != .numeric else {
            throw stream.failure("FS416", "Column '\(name)' must hold numbers, and the array holds texts.")
        }
        let first = texts.firstIndex { $0.isEmpty }
        do throws(ColumnFault) {
            return SourceTable.Column(
                place: place, content: Column(name: name, values: try ColumnValues(levelsOf: texts)),
                missingCount: texts.count { $0.isEmpty },
                firstMissing: first.map { SourceLocation(file: file, line: $0 + 1, column: place + 1) })
        } catch { throw error.failure(column: name, file: file) }
    }
}

extension TableHeader {
    /// Where the columns of a member begin.
    fileprivate func firstPlace(of member: NumPyArchive.Member, columnCount: Int) -> Int {
        switch member {
        case .matrix, .names: 0
        case .target: columnCount
        case .weights: names.count - 1
        }
    }
}
