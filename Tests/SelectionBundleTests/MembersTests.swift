import SparseGLM
import StageJSON
import StageKit
import Testing

@testable import SelectionBundle

/// The text of each member of the sample.
struct MembersTests {
    private func text(_ kind: MemberKind, _ record: BundleRecord = SampleRecord.record()) async throws -> String {
        let member = try await BundleContents(record).members.first { $0.kind == kind }
        return String(decoding: try #require(member).bytes, as: UTF8.self)
    }

    @Test func `features have their coefficients on both scales, by rank`() async throws {
        let third = 1.0 / 3
        #expect(
            try await text(.features) == """
                name,rank,coefficient,standardized_coefficient,l1_coefficient,lambda_entry,mean,scale
                "body, mass",1,-0.4,-1.25,-1,0.5,1.875,3.125
                League=N,2,\(third / 0.49),\(third),0.125,0.25,0.6,0.49
                age,3,\(0.1 / 8.5),0.1,0.0625,0.25,40.25,8.5

                """)
        #expect(try await text(.selected) == "body, mass\nLeague=N\nage\n")
    }

    @Test func `two scalings in a row count as one`() {
        var record = SampleRecord.record()
        let scoring = SampleRecord.scoring()
        let twice = ColumnOperation.affine(input: "age", output: "age", center: 2, scale: 0.5)
        record.model = ScoringModel(
            model: scoring.model, operations: scoring.operations + [twice], signature: scoring.signature,
            goldenRows: scoring.goldenRows)
        let age = FeatureRanking(record).ranked.first { $0.name == "age" }
        #expect(age?.scale == 8.5 * 0.5)
        #expect(age?.mean == 40.25 + 2 * 8.5)
    }

    @Test func `ties in rank go by name`() {
        var record = SampleRecord.record()
        let model = Model(
            family: .gaussian, classes: nil, features: SampleRecord.features, intercepts: [0],
            coefficients: [[-0.5, 0.5, 0.5]])
        let scoring = SampleRecord.scoring()
        record.model = ScoringModel(
            model: model, operations: scoring.operations, signature: scoring.signature, goldenRows: scoring.goldenRows)
        #expect(FeatureRanking(record).ranked.map(\.name) == ["League=N", "age", "body, mass"])
    }

    @Test func `without a model the selection's own coefficients rank`() async throws {
        var record = SampleRecord.record()
        record.model = nil
        #expect(
            try await text(.features, record) == """
                name,rank,coefficient,standardized_coefficient,l1_coefficient,lambda_entry,mean,scale
                "body, mass",1,,,-1,0.5,0,1
                League=N,2,,,0.125,0.25,0,1
                age,3,,,0.0625,0.25,0,1

                """)
    }

    @Test func `several classes have a row each, in their order`() async throws {
        var record = SampleRecord.record(.multinomial)
        let header = "name,rank,coefficient,standardized_coefficient,l1_coefficient,lambda_entry,mean,scale,class"
        let lines = try await text(.features, record).split(separator: "\n").map(String.init)
        #expect(lines[0] == header && lines.count == 1 + 3 * 3)
        #expect(lines[1] == "\"body, mass\",1,-0.4,-1.25,0,0.5,1.875,3.125,low")
        #expect(lines[3] == "\"body, mass\",1,0.16,0.5,-1,0.5,1.875,3.125,high")
        #expect(lines[4] == "League=N,2,0,0,0,0.25,0.6,0.49,low")
        #expect(try await text(.selected, record) == "body, mass\nLeague=N\nage\n")
        #expect(
            try await text(.coefficients, record).split(separator: "\n").prefix(2) == [
                "index,name,coefficient,class", "1,\"body, mass\",-0.75,high",
            ])
        let card = try await text(.readme, record)
        #expect(card.contains("| rank | feature | low | mid | high |\n|---:|---|---:|---:|---:|\n"))
        #expect(card.contains("| 1 | body, mass | -1.25 | 0.75 | 0.5 |"))
        // Without a model the selection's own coefficients are listed by its classes.
        record.model = nil
        let own = try await text(.features, record).split(separator: "\n").map(String.init)
        #expect(own[0] == header && own.count == lines.count)
        #expect(own[1] == "\"body, mass\",1,,,0,0.5,0,1,low" && own[3] == "\"body, mass\",1,,,-1,0.5,0,1,high")
    }

    @Test func `hostile names stay one line of the list, and are no markup in the model card`() async throws {
        var record = SampleRecord.record(.gaussian)
        let name = "<b>&a\r\n_x_[1](u) my_name"
        record.model = nil
        record.selections = [
            StageSelection(
                stage: "select", selection: Selection(family: .gaussian, candidates: [name], features: [name]))
        ]
        #expect(
            try await text(.selected, record) == "<b>&a\\u{d}\\u{a}_x_[1](u) my_name\n")
        #expect(try await text(.readme, record).contains("| \\<b\\>\\&a \\_x\\_\\[1\\](u) my_name |"))
    }

    @Test func `dropped features have a reason`() async throws {
        #expect(try await text(.dropped) == "name,reason,detail\nflat,constant,always 3\nweak,never-entered,\n")
    }

    @Test func `the path has a row a lambda`() async throws {
        #expect(
            try await text(.path) == """
                index,lambda,active,deviance,cv_mean,cv_se,duality_gap,kkt_violation,iterations
                0,1,0,1,1.5,0.15,1e-09,2e-10,7
                1,0.5,1,1.5,1.25,0.125,1e-09,2e-10,7
                2,0.25,3,1.75,1,0.1,1e-09,2e-10,7

                """)
        #expect(
            try await text(.coefficients) == """
                index,name,coefficient
                1,"body, mass",-0.75
                2,age,0.0625
                2,"body, mass",-1
                2,League=N,0.125

                """)
    }

    @Test func `metrics say what was selected, refitted and measured`() async throws {
        #expect(
            try await text(.metrics, SampleRecord.record(.binomial)) == """
                {
                  "selections": [
                    {
                      "stage": "select",
                      "family": "binomial",
                      "candidates": 5,
                      "features": 3,
                      "lambda": 0.25,
                      "lambdaMax": 1,
                      "rule": "min",
                      "dualityGap": 1e-09,
                      "kktViolation": 2e-10,
                      "supportMargin": 0.0625
                    }
                  ],
                  "refits": [
                    {
                      "stage": "refit",
                      "lambda": 0.01
                    }
                  ],
                  "evaluations": [
                    {
                      "stage": "eval",
                      "on": "test",
                      "rows": 8,
                      "metrics": [
                        {
                          "name": "rmse",
                          "value": 12.5,
                          "direction": "lower",
                          "low": 11,
                          "high": 14,
                          "level": 0.95
                        },
                        {
                          "name": "r2",
                          "value": null,
                          "reason": "the target is constant",
                          "direction": "higher"
                        }
                      ],
                      "confusion": {
                        "labels": ["no", "yes"],
                        "counts": [
                          [3, 1],
                          [0, 4.5]
                        ]
                      }
                    }
                  ]
                }

                """)
    }

    @Test func `a gate has its line and what it decided`() async throws {
        let passed = try await text(.gates)
        #expect(passed.contains("\"status\": \"accepted\""))
        #expect(passed.contains("\"line\": 17"))
        let failed = try await text(.gates, SampleRecord.record(gateMax: 12))
        #expect(failed.contains("\"status\": \"rejected\""))
        #expect(failed.contains("\"passed\": false"))
    }

    @Test func `bounds of a gate are inclusive and an undefined metric passes none`() {
        func gate(_ value: Double?, _ min: Double?, _ max: Double?) -> Bool {
            GateResult(of: "e", metric: "m", value: value, min: min, max: max, file: "f", line: 1).passed
        }
        #expect(gate(3, 3, 3))
        #expect(!gate(3.0001, nil, 3))
        #expect(!gate(2.9999, 3, nil))
        #expect(!gate(nil, nil, 3))
        #expect(!gate(.nan, nil, 3))
        #expect(!gate(.infinity, 3, nil))
    }

    @Test func `golden rows are the inputs and then the outputs`() async throws {
        let lines = try await text(.golden, SampleRecord.record(.binomial)).split(separator: "\n")
        #expect(lines[0] == "age,\"body, mass\",League,prediction,probability:no,probability:yes")
        #expect(lines.count == 6)
        #expect(lines[4].hasPrefix(",0.125,A,"))
        let several = try await text(.golden, SampleRecord.record(.multinomial)).split(separator: "\n")
        #expect(
            several[0] == "age,\"body, mass\",League,prediction,probability:low,probability:mid,probability:high")
    }

    @Test func `the statement is about the model and the selected set`() async throws {
        let record = SampleRecord.record()
        let statement = try await text(.statement, record)
        let model = try #require(try await BundleContents(record).members.first { $0.kind == .model })
        let opening = """
            {
              "_type": "https://in-toto.io/Statement/v1",
              "subject": [
                {
                  "name": "features/selected.txt",
                  "digest": {
                    "sha256": "\(sha256(Array("body, mass\nLeague=N\nage\n".utf8)))"
                  }
                },
                {
                  "name": "model/model.json",
                  "digest": {
                    "sha256": "\(sha256(model.bytes))"
                  }
                }
              ],
              "predicateType": "https://slsa.dev/provenance/v1",
            """
        #expect(statement.hasPrefix(opening))
        #expect(!statement.contains("2026"))
        #expect(!statement.contains("box"))
        #expect(statement.split(separator: "\n").contains("            \"value\": null,"))
    }

    @Test func `the model card names features, metrics, gates and limits`() async throws {
        let card = try await text(.readme)
        for part in [
            "# sample\n", "Status: **accepted**", "3 of 5 features selected at λ = 0.25, rule `min`.",
            "| 1 | body, mass | -1.25 |", "| eval | test | 8 | rmse | 12.5 |", "undefined: the target is constant",
            "| eval | rmse | ≤ 60 | 12.5 | passed |", "- 5 rows for training, 8 for testing", "## Limits",
        ] { #expect(card.contains(part), "\(part)") }
    }
}
