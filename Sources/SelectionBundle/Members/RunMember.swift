import StageJSON

/// `provenance/run.json`: when and where the run took place.
///
/// No digest covers it.
enum RunMember {
    static func bytes(_ run: RunRecord) -> [UInt8] {
        CanonicalJSON.bytes(of: [
            "started": .string(run.started),
            "finished": .string(run.finished),
            "host": .string(run.host),
            "workers": .integer(run.workers),
            "durations": .array(
                run.durations.map { ["stage": .string($0.stage), "seconds": .init($0.seconds)] }),
            "cacheHits": .init(run.cacheHits),
        ])
    }
}
