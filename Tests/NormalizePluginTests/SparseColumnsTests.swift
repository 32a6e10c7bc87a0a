import NormalizePlugin
import SparseGLM
import StageKit
import StageKitTesting
import Testing

struct SparseColumnsTests {
    /// Features with few values other than 0, one without any 0, one with a single value and one that is always 0.
    private static let numbers: [[Double]] = [
        made { $0 % 7 == 0 ? Double($0) - 11.5 : 0 }, made { Double($0 % 9) + 1e6 }, made { $0 == 13 ? 0.3 : 0 },
        made { _ in 0 }, made { $0 % 2 == 0 ? 1e-3 : 0 },
    ]
    private static func made(_ number: (Int) -> Double) -> [Double] { (0..<40).map(number) }
    private static let someWeights: [[Double]?] = [
        nil, made { Double($0 % 4) / 3 }, made { $0 == 13 || $0 == 14 ? 2 : 1e-9 },
    ]

    private func table(isSparse: Bool, _ weights: [Double]?) -> Table {
        let matrix = SparseMatrix(columns: Self.numbers, sampleCount: 40)
        var columns = Self.numbers.indices.map { j in
            isSparse
                ? Column(name: "f\(j)", sparse: matrix, column: j)
                : Column(name: "f\(j)", values: .numeric(Self.numbers[j]))
        }
        if let weights { columns.append(Column(name: "w", role: .weight, values: .numeric(weights))) }
        return Table(columns: columns)
    }

    @Test(arguments: NormalizeStageTests.methods, someWeights)
    func `a sparse column is scaled as the dense one, to rounding`(method: String, weights: [Double]?) async throws {
        let rows = [5, 39, 0, 13, 14, 21, 28, 7, 2, 3, 13]
        for chosen in [Array(0..<40), rows] {
            var fits: [Fit] = []
            for isSparse in [true, false] {
                let table = table(isSparse: isSparse, weights).rows(chosen)
                fits.append(try await NormalizeFitting(["method": method]).fit(table))
            }
            #expect(fits[0].dropped.map(\.name) == fits[1].dropped.map(\.name))
            #expect(fits[0].operations.count == fits[1].operations.count)
            for (a, b) in zip(fits[0].operations, fits[1].operations) {
                guard case .affine(let input, _, let center, let scale) = a,
                    case .affine(let other, _, let c, let s) = b
                else {
                    #expect(a == b)
                    continue
                }
                #expect(input == other && abs(center - c) <= 1e-12 * max(abs(c), s) && abs(scale / s - 1) <= 1e-12)
            }
        }
    }

    @Test func `scaled columns stay sparse`() async throws {
        let table = table(isSparse: true, nil)
        let scaled = try table.applying(try await NormalizeFitting().fit(table).operations)
        #expect(scaled.features.count == 4)
        for column in scaled.features {
            #expect(column.sparseNumbers?.rows == table.column(column.name)?.sparseNumbers?.rows)
        }
    }
}
