package import StageKit

/// The stages of a plan in document order, wired by their places in it.
///
/// Every reference points backwards.
package struct StageGraph: Sendable {
    /// One stage.
    package struct Node: Sendable {
        /// The stage's id.
        package let id: String
        /// The stage itself.
        package let stage: any StageInstance
        /// The program that does its work; `nil` for a stage that is compiled in.
        package let program: StageDefinition.Program?
        /// The checked options with which it was made.
        package let options: StageOptions
        /// The place of the stage whose table it takes.
        package let input: Int?
        /// The place of the stage whose selection it takes.
        package let features: Int?
        /// The place of the stage whose model it takes.
        package let model: Int?

        /// What the stage is.
        package let descriptor: StageDescriptor
        /// Whether it gives a table and takes nothing.
        package var isSource: Bool { descriptor.takes.isEmpty && descriptor.gives.contains(.table) }

        package init(
            id: String, stage: any StageInstance, descriptor: StageDescriptor,
            program: StageDefinition.Program? = nil, options: StageOptions, input: Int? = nil, features: Int? = nil,
            model: Int? = nil
        ) {
            self.id = id
            self.stage = stage
            self.descriptor = descriptor
            self.program = program
            self.options = options
            self.input = input
            self.features = features
            self.model = model
        }
    }

    /// The stages, in document order.
    package let nodes: [Node]

    package init(nodes: [Node]) {
        for (place, node) in nodes.enumerated() {
            for reference in [node.input, node.features, node.model].compactMap(\.self) {
                precondition(reference < place, "StageGraph: '\(node.id)' refers to a stage that is not earlier")
            }
        }
        self.nodes = nodes
    }

    /// All stages on which a stage depends, itself not included, in document order.
    package func ancestors(of place: Int) -> [Int] {
        var isNeeded = [Bool](repeating: false, count: nodes.count)
        isNeeded[place] = true
        for index in stride(from: place, through: 0, by: -1) where isNeeded[index] {
            let node = nodes[index]
            for reference in [node.input, node.features, node.model].compactMap(\.self) { isNeeded[reference] = true }
        }
        return (0..<place).filter { isNeeded[$0] }
    }

    /// The stages whose tables lead from loaded data to a stage's own table, that of the loading stage first.
    package func tableChain(to place: Int) -> [Int] {
        var chain = [place]
        while let first = chain.first, let input = nodes[first].input { chain.insert(input, at: 0) }
        return chain
    }

    /// The stage that loads the rows on which a stage works.
    package func root(of place: Int) -> Int { tableChain(to: place)[0] }
}
