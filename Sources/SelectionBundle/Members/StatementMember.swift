import StageJSON

/// `provenance/statement.json`: an in-toto Statement v1 about the model and the selected set, with a SLSA provenance v1
/// predicate.
///
/// It names no time and no machine, so that it is the same for the same inputs.
///
/// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, https://slsa.dev/spec/v1.0/provenance
enum StatementMember {
    /// - Parameter subjects: The members that the statement is about.
    static func bytes(_ record: BundleRecord, subjects: [BundleMember]) -> [UInt8] {
        let provenance = record.provenance
        let pipeline = JSONValue.object([
            .init(key: "name", value: .string(MemberKind.pipelineXML.path)),
            .init(key: "digest", value: ["sha256": .string(sha256(record.pipelineXML))]),
        ])
        let programs = Set(provenance.stages.compactMap { $0.program.map { [$0.name, $0.sha256] } })
        let materials = (provenance.materials.map { [$0.name, $0.sha256] } + programs).sorted { a, b in
            "\(a[0])\n\(a[1])".utf8.lexicographicallyPrecedes("\(b[0])\n\(b[1])".utf8)
        }.map { JSONValue(digest: $0[1], of: $0[0]) }
        return CanonicalJSON.bytes(of: [
            "_type": "https://in-toto.io/Statement/v1",
            "subject": .array(
                subjects.map { ["name": .string($0.path), "digest": ["sha256": .string(sha256($0.bytes))]] }),
            "predicateType": "https://slsa.dev/provenance/v1",
            "predicate": [
                "buildDefinition": [
                    "buildType": "urn:fsel:run:1",
                    "externalParameters": [
                        "pipeline": .string(record.pipeline),
                        "seed": .string(String(provenance.seed)),
                        "parameters": .array(parameters(provenance)),
                    ],
                    "internalParameters": ["stages": .array(provenance.stages.map(stage))],
                    "resolvedDependencies": .array([pipeline] + materials),
                ],
                "runDetails": [
                    "builder": ["id": "urn:fsel:tool", "version": ["fsel": .string(record.toolVersion)]]
                ],
            ],
        ])
    }

    private static func parameters(_ provenance: ProvenanceRecord) -> [JSONValue] {
        provenance.parameters.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { parameter in
            ["name": .string(parameter.name), "value": .init(parameter.value), "origin": .string(parameter.origin)]
        }
    }

    private static func stage(_ stage: ProvenanceRecord.StageVersion) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "id", value: .string(stage.id)), .init(key: "element", value: .string(stage.element)),
            .init(key: "namespace", value: .string(stage.namespace)),
            .init(key: "version", value: .integer(stage.version)),
        ]
        if let program = stage.program {
            members.append(.init(key: "program", value: JSONValue(digest: program.sha256, of: program.name)))
        }
        return .object(members)
    }
}

extension JSONValue {
    /// A file by its name and SHA-256, as in-toto describes one.
    fileprivate init(digest sha256: String, of name: String) {
        self = ["name": .string(name), "digest": ["sha256": .string(sha256)]]
    }
}
