import StageKit

/// `features/dropped.csv`: the features that were not kept, each with its reason.
enum DroppedMember {
    static func bytes(_ record: BundleRecord) -> [UInt8] {
        let dropped = record.dropped + record.selections[record.mainSelection].selection.dropped
        return CSVText.bytes(
            header: ["name", "reason", "detail"], rows: dropped.map { [$0.name, $0.reason.rawValue, $0.detail] })
    }
}
