internal import StageKit

/// The content model of an element whose children may come in any order, each as often as its descriptor says.
///
/// XSD 1.0 has no such model. It is written as a tree: what may occur without limit is a repeated choice, and each child that is
/// counted is a branch, behind which the same tree stands with one less of it. No two particles of a choice have one name, so
/// that the model is deterministic, as XSD demands.
struct SchemaContent {
    /// A child with how often it may and must still occur.
    private struct Remaining {
        let child: ChildDescriptor
        var mayOccur: Int?
        var mustOccur: Int

        /// Whether the next occurrence must be counted.
        var isCounted: Bool { mustOccur > 0 || mayOccur.map { $0 > 0 } ?? false }
        var isFree: Bool { mayOccur == nil && mustOccur == 0 }

        var less: Remaining {
            Remaining(child: child, mayOccur: mayOccur.map { $0 - 1 }, mustOccur: max(0, mustOccur - 1))
        }
    }

    /// Beyond so many branches the model counts nothing: the check still does.
    private static let branchLimit = 500

    private let children: [Remaining]
    private let typePrefix: String
    private let group: String?

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - children: The children.
    ///   - typePrefix: What stands before the name of a child's type.
    ///   - group: The group of all children without limit, where there is one.
    init(children: [ChildDescriptor], typePrefix: String, group: String?) {
        let all = children.map { Remaining(child: $0, mayOccur: $0.maxCount, mustOccur: $0.minCount) }
        let isCountable = Self.branches(all, limit: Self.branchLimit) <= Self.branchLimit
        self.children = isCountable ? all : children.map { Remaining(child: $0, mayOccur: nil, mustOccur: 0) }
        self.typePrefix = typePrefix
        self.group = group
    }

    /// Writes the model; nothing for an element without children.
    func write(to writer: inout XMLWriter) {
        guard !children.isEmpty else { return }
        writer.element("xs:sequence") { write(children, to: &$0) }
    }

    private static func branches(_ state: [Remaining], limit: Int) -> Int {
        var count = 0
        for index in state.indices where state[index].isCounted {
            var next = state
            next[index] = next[index].less
            count += 1 + branches(next, limit: limit - count)
            if count > limit { break }
        }
        return count
    }

    private func write(_ state: [Remaining], to writer: inout XMLWriter) {
        writeFree(state.filter(\.isFree), to: &writer)
        let counted = state.indices.filter { state[$0].isCounted }
        guard !counted.isEmpty else { return }
        let mayEnd = state.allSatisfy { $0.mustOccur == 0 }
        writer.element("xs:choice", mayEnd ? [("minOccurs", "0")] : []) { writer in
            for index in counted {
                var next = state
                next[index] = next[index].less
                writer.element("xs:sequence") { writer in
                    writeElement(state[index].child, to: &writer)
                    write(next, to: &writer)
                }
            }
        }
    }

    private func writeFree(_ free: [Remaining], to writer: inout XMLWriter) {
        let unbounded = [("minOccurs", "0"), ("maxOccurs", "unbounded")]
        if let group {
            writer.element("xs:group", [("ref", group)] + unbounded)
        } else if !free.isEmpty {
            writer.element("xs:choice", unbounded) { writer in
                for remaining in free { writeElement(remaining.child, to: &writer) }
            }
        }
    }

    private func writeElement(_ child: ChildDescriptor, to writer: inout XMLWriter) {
        writer.element("xs:element", [("name", child.element.name), ("type", typePrefix + child.element.name)])
    }
}
