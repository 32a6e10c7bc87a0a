import Glibc
import SparseGLM
import StageKit
import Testing

@testable import SelectionBundle

struct ScorerTests {
    private func scorer(_ family: Family = .gaussian) throws -> Scorer {
        let scoring = SampleRecord.scoring(family)
        let inputs = scoring.signature.inputs.map(\.name)
        let document = ModelDocument(inputs: inputs, operations: scoring.operations, model: scoring.model)
        return try Scorer(document, signature: scoring.signature)
    }

    private func table(_ changed: Column...) -> Table {
        let columns = SampleRecord.columns.map { column in changed.first { $0.name == column.name } ?? column }
        return Table(
            columns: columns, origins: RowOrigins(file: "new.csv", lines: [2, 3, 5, 6, 7], numbers: [0, 1, 2, 3, 4]))
    }

    private func failure(_ table: Table) async throws -> StageFailure? {
        let scorer = try scorer()
        do {
            _ = try await scorer.predict(table)
            return nil
        } catch let failure as StageFailure {
            return failure
        }
    }

    @Test func `a gaussian prediction is the linear predictor`() async throws {
        let predictions = try await scorer().predict(table())
        let age = [30, 40.5, 51, 40.5, 29]
        let mass = [1.5, -2.25, 3, 0.125, 7]
        let league = [0.0, 1, 1, 0, 1]
        let expected = (0..<5).map { row -> Double in
            let terms = [
                0.1 * ((age[row] - 40.25) / 8.5), -1.25 * ((mass[row] - 1.875) / 3.125),
                1.0 / 3 * ((league[row] - 0.6) / 0.49),
            ]
            return terms.reduce(0.5, +)
        }
        #expect(predictions.columns == [Column(name: "prediction", values: .numeric(expected))])
    }

    @Test func `probabilities sum to one and the likelier class is predicted`() async throws {
        let columns = try await scorer(.binomial).predict(table()).columns
        let eta = try #require(try await scorer().predict(table()).columns[0].numbers)
        let (no, yes) = (try #require(columns[1].numbers), try #require(columns[2].numbers))
        #expect(columns.map(\.name) == ["prediction", "probability:no", "probability:yes"])
        for row in eta.indices {
            #expect(abs(no[row] + yes[row] - 1) <= 2 * Double.ulpOfOne)
            #expect(abs(yes[row] - 1 / (1 + exp(-eta[row]))) <= 4 * Double.ulpOfOne)
            #expect(columns[0].texts[row] == (yes[row] >= 0.5 ? "yes" : "no"))
        }
    }

    @Test func `in the middle the second class is predicted, as the metrics count it`() async throws {
        let model = Model(
            family: .binomial, classes: ["no", "yes"], features: ["x"], intercepts: [0], coefficients: [[1]])
        let signature = Signature(
            inputs: [.init(name: "x", type: .numeric(range: nil))], target: "y", classes: ["no", "yes"])
        let scorer = try Scorer(ModelDocument(inputs: ["x"], operations: [], model: model), signature: signature)
        let rows = Table(columns: [Column(name: "x", values: .numeric([0, -1e-9, 1e-9]))])
        #expect(try await scorer.predict(rows).columns[0].texts == ["yes", "no", "yes"])
    }

    private func predictions(_ model: Model, x: [Double]) async throws -> Predictions {
        let signature = Signature(
            inputs: [.init(name: "x", type: .numeric(range: nil))], target: "y", classes: model.classes)
        let scorer = try Scorer(ModelDocument(inputs: ["x"], operations: [], model: model), signature: signature)
        return try await scorer.predict(
            Table(
                columns: [Column(name: "x", values: .numeric(x))],
                origins: RowOrigins(file: "new.csv", lines: x.indices.map { $0 + 2 }, numbers: Array(x.indices))))
    }

    @Test func `a count is predicted by its mean, the exponential of the linear predictor`() async throws {
        let model = Model(family: .poisson, classes: nil, features: ["x"], intercepts: [0.5], coefficients: [[2]])
        let columns = try await predictions(model, x: [0, 1, -400, 354]).columns
        #expect(columns.map(\.name) == ["prediction"])
        let means = try #require(columns[0].numbers)
        for (mean, eta) in zip(means, [0.5, 2.5, -799.5, 708.5]) {
            #expect(mean == 0 ? exp(eta) == 0 : abs(mean / exp(eta) - 1) < 1e-12)
        }
        let error = await #expect(throws: StageFailure.self) { try await predictions(model, x: [0, 355]) }
        #expect(
            error?.description
                == "new.csv:3: error[FS634]: The prediction for this row is beyond the range of a double.")
    }

    @Test func `of several classes the likeliest is predicted, the first of equals, as the metrics count it`()
        async throws
    {
        let model = Model(
            family: .multinomial, classes: ["a", "b", "c"], features: ["x"], intercepts: [0, 0, 0.5],
            coefficients: [[1], [-1], [0]])
        let columns = try await predictions(model, x: [0, 2, -3, 0.5, 1e6]).columns
        #expect(columns.map(\.name) == ["prediction", "probability:a", "probability:b", "probability:c"])
        // At 0.5 the first and the third are alike.
        #expect(columns[0].texts == ["c", "a", "b", "a", "a"])
        let shares = columns.dropFirst().compactMap(\.numbers)
        for (row, x) in [0, 2, -3, 0.5].enumerated() {
            let parts = [exp(x), exp(-x), exp(0.5)]
            for k in 0..<3 { #expect(abs(shares[k][row] - parts[k] / parts.reduce(0, +)) < 1e-15) }
        }
        #expect(shares.map { $0[4] } == [1, 0, 0])
        let labels = ConfusionMatrix(
            y: [2, 0, 1, 0, 0],
            etas: try model.linearPredictors(
                on: Table(columns: [Column(name: "x", values: .numeric([0, 2, -3, 0.5, 1e6]))])))
        #expect(labels.accuracy.value == 1)
    }

    @Test func `far from the middle the smaller probability keeps its accuracy`() async throws {
        let far = table(Column(name: "body, mass", values: .numeric([1000, -2000, 1e6, 0, 1])))
        let columns = try await scorer(.binomial).predict(far).columns
        let yes = try #require(columns[2].numbers)
        let eta = try #require(try await scorer().predict(far).columns[0].numbers)
        #expect(yes[0] > 0)
        #expect(abs(yes[0] / exp(eta[0]) - 1) < 1e-12)
        #expect(yes[1] == 1)
        #expect(yes[2] == 0)
    }

    @Test func `other columns are ignored and the order does not matter`() async throws {
        let extra = Column(name: "extra", values: .numeric([1, 2, 3, 4, 5]))
        let shuffled = Table(columns: [extra] + table().columns.reversed())
        #expect(try await scorer().predict(shuffled) == scorer().predict(table()))
    }

    @Test func `an absent column is refused by name`() async throws {
        let error = try await failure(Table(columns: [Column(name: "Age", values: .numeric([1]))]))
        #expect(error?.diagnostic.message == "The model needs the column 'age', which the data do not have.")
        #expect(error?.diagnostic.code == "FS630")
        #expect(error?.diagnostic.suggestion == "is it called 'Age' there?")
        #expect(error?.kind == .data)
    }

    @Test func `a column of another type is refused at its first such cell`() async throws {
        let words = Column(name: "age", values: .categorical(codes: [0, 0, 1, 0, 0], levels: ["30", "old"]))
        #expect(
            try await failure(table(words))?.description
                == "new.csv:5: error[FS631]: Column 'age' is categorical in the data, such as 'old', and numeric in the "
                + "model's signature.")
        let numbers = Column(name: "League", values: .numeric([.nan, 1, 2, 3, 4]))
        #expect(
            try await failure(table(Column(name: "League", values: .numeric([0, 1, 2, 3, 4]))))?.description
                == "new.csv:2: error[FS631]: Column 'League' is numeric in the data, such as '0', and categorical in the "
                + "model's signature.")
        #expect(try await failure(table(numbers))?.diagnostic.code == "FS633")
    }

    @Test func `a column without any value fits either type`() async throws {
        let empty = Column(name: "age", values: .categorical(codes: [-1, -1, -1, -1, -1], levels: []))
        let same = Column(name: "age", values: .numeric([Double](repeating: .nan, count: 5)))
        #expect(try await scorer().predict(table(empty)) == scorer().predict(table(same)))
    }

    @Test func `an unknown level is refused in its row`() async throws {
        let league = Column(name: "League", values: .categorical(codes: [0, 1, 2, 0, 1], levels: ["A", "N", "Z"]))
        #expect(
            try await failure(table(league))?.description
                == "new.csv:5: error[FS632]: Column 'League' has the level 'Z', which the model does not know.")
    }

    @Test func `a missing value is refused in its row where nothing imputes it`() async throws {
        let mass = Column(name: "body, mass", values: .numeric([1, 2, 3, .nan, 5]))
        #expect(
            try await failure(table(mass))?.description
                == "new.csv:6: error[FS633]: Column 'body, mass' has no value in this row, and the model needs one.")
    }

    @Test func `a prediction beyond the range of a double is refused in its row`() async throws {
        let mass = Column(name: "body, mass", values: .numeric([1, 2, 3, 4, 1e308]))
        let age = Column(name: "age", values: .numeric([1, 2, 3, 4, -1.7e308]))
        let steep = Model(
            family: .gaussian, classes: nil, features: ["age", "body, mass"], intercepts: [0], coefficients: [[9, -9]])
        let signature = Signature(
            inputs: ["age", "body, mass"].map { Signature.Input(name: $0, type: .numeric(range: nil)) }, target: "y",
            classes: nil)
        let document = ModelDocument(inputs: ["age", "body, mass"], operations: [], model: steep)
        let error = await #expect(throws: StageFailure.self) {
            try await Scorer(document, signature: signature).predict(table(mass, age))
        }
        #expect(
            error?.description
                == "new.csv:7: error[FS634]: The prediction for this row is beyond the range of a double.")
    }

    @Test func `a signature of another model is refused`() throws {
        let document = ModelDocument(inputs: ["age"], operations: [], model: SampleRecord.model())
        let error = #expect(throws: StageFailure.self) {
            try Scorer(document, signature: SampleRecord.scoring().signature)
        }
        #expect(
            error?.description
                == "error[FS635]: The model and its signature do not name the same columns and classes.")
    }
}
