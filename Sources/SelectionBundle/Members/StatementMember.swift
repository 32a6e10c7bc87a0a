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
        let materials = provenance.materials.sorted { a, b in
            "\(a.name)\n\(a.sha256)".utf8.lexicographicallyPrecedes("\(b.name)\n\(b.sha256)".utf8)
        }.map { material in
            JSONValue.object([
                .init(key: "name", value: .string(material.name)),
                .init(key: "digest", value: ["sha256": .string(material.sha256)]),
            ])
        }
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
        [
            "id": .string(stage.id), "element": .string(stage.element), "namespace": .string(stage.namespace),
            "version": .integer(stage.version),
        ]
    }
}
