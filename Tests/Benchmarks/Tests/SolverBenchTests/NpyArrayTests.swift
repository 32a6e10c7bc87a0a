import Foundation
import Testing

@testable import SolverBench

struct NpyArrayTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func file(_ bytes: [UInt8]) throws -> String {
        let url = folder.appendingPathComponent("\(UUID().uuidString).npy")
        try Data(bytes).write(to: url)
        return url.path
    }

    /// A file as NumPy writes it, in either version.
    private func npy(
        _ values: [Double], shape: String, order: String = "True", type: String = "<f8", version: UInt8 = 1
    ) throws -> String {
        let text = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(shape)), }   \n"
        let length: [UInt8] = [UInt8(text.utf8.count), 0] + (version == 1 ? [] : [0, 0])
        let body = values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
        return try file([0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(text.utf8) + body)
    }

    private func reason(_ path: String, dimensions: Int = 2) -> String? {
        do {
            _ = try NpyArray<Double>(path: path, dimensions: dimensions)
            return nil
        } catch { return (error as? BadFile)?.reason }
    }

    @Test(arguments: [UInt8(1), 2]) func `both orders give columns`(version: UInt8) throws {
        let rows = try npy([1, 2, 3, 4, 5, 6], shape: "2, 3", order: "False", version: version)
        let columns = try npy([1, 4, 2, 5, 3, 6], shape: "2, 3", version: version)
        for path in [rows, columns] {
            let array = try NpyArray<Double>(path: path, dimensions: 2)
            #expect(array.shape == [2, 3])
            #expect(array.values == [1, 4, 2, 5, 3, 6])
        }
    }

    @Test func `a matrix larger than a block is transposed`() throws {
        let (n, p) = (70, 130)
        let path = try npy((0..<n * p).map(Double.init), shape: "70, 130", order: "False")
        let array = try NpyArray<Double>(path: path, dimensions: 2)
        #expect(array.values == (0..<n * p).map { Double($0 % n * p + $0 / n) })
    }

    @Test func `what is written is read back`() throws {
        let path = folder.appendingPathComponent("out.npy").path
        let values = (0..<12).map { Double($0) / 7 }
        try writeNpy(values, shape: [4, 3], to: path)
        #expect(try NpyArray<Double>(path: path, dimensions: 2).values == values)
        #expect(try NpyHeader(Data(contentsOf: URL(fileURLWithPath: path)), path: path).length % 64 == 0)
    }

    @Test func `whole numbers of both sizes are read`() throws {
        let header = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }\n"
        let path = try file(
            [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
                + [7, 0, 0, 0, 254, 255, 255, 255])
        #expect(try NpyArray<Int>(path: path, dimensions: 1).values == [7, -2])
    }

    @Test func `what is not expected is refused`() throws {
        #expect(reason(folder.path + "/none") == "it cannot be read")
        #expect(try reason(file([1, 2, 3])) == "it is not an .npy file")
        #expect(
            try reason(npy([], shape: "0, 0", version: 3))
                == "it is version 3.0 of the format, not 1.0 or 2.0")
        #expect(try reason(npy([1], shape: "1, 1", type: "<f4")) == "its values are '<f4', not <f8")
        #expect(try reason(npy([1], shape: "1, 1", type: ">f8")) == "its values are '>f8', not <f8")
        #expect(try reason(npy([1], shape: "1,")) == "it has 1 dimensions, not 2")
        #expect(
            try reason(npy([1, 2], shape: "1, 3")) == "it holds 16 bytes of values, which its shape does not ask for")
        #expect(
            try reason(npy([1, 2], shape: "4294967296, 4294967296"))
                == "it holds 16 bytes of values, which its shape does not ask for")
        #expect(try reason(npy([1], shape: "1, 1", order: "None"))?.hasSuffix("which NumPy does not write") == true)
        #expect(try reason(file([0x93] + Array("NUMPY".utf8) + [1, 0, 90, 0, 32])) == "it ends within its header")
    }
}
