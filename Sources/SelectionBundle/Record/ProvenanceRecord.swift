/// Where a bundle came from: what the statement of provenance says.
///
/// Nothing in it may depend on when or where it ran, so names of files are those that the pipeline gives.
package struct ProvenanceRecord: Sendable {
    /// A parameter and its value as text.
    package struct Parameter: Sendable {
        /// The parameter's name.
        package let name: String
        /// Its value as text; nil for a secret.
        package let value: String?
        /// Where the value comes from, such as `default` or `set`.
        package let origin: String

        /// - Parameters:
        ///   - name: The parameter's name.
        ///   - value: Its value as text; nil for a secret.
        ///   - origin: Where the value comes from.
        package init(name: String, value: String?, origin: String) {
            self.name = name
            self.value = value
            self.origin = origin
        }
    }

    /// A file that went in.
    package struct Material: Sendable {
        /// The file's name as the pipeline gives it.
        package let name: String
        /// The SHA-256 of its bytes, 64 hexadecimal digits.
        package let sha256: String

        /// - Parameters:
        ///   - name: The file's name as the pipeline gives it.
        ///   - sha256: The SHA-256 of its bytes, 64 hexadecimal digits.
        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// A stage that took part.
    package struct StageVersion: Sendable {
        /// The stage's id.
        package let id: String
        /// Its element.
        package let element: String
        /// The element's namespace.
        package let namespace: String
        /// The version of its algorithm.
        package let version: Int
        /// The program that did its work; `nil` for a stage that is compiled in.
        package let program: Material?

        /// - Parameters:
        ///   - id: The stage's id.
        ///   - element: Its element.
        ///   - namespace: The element's namespace.
        ///   - version: The version of its algorithm.
        ///   - program: The program that did its work.
        package init(id: String, element: String, namespace: String, version: Int, program: Material? = nil) {
            self.id = id
            self.element = element
            self.namespace = namespace
            self.version = version
            self.program = program
        }
    }

    /// The pipeline's seed.
    package let seed: UInt64
    /// The parameters, in any order.
    package let parameters: [Parameter]
    /// The files that went in, in any order.
    package let materials: [Material]
    /// The stages, in document order.
    package let stages: [StageVersion]

    /// - Parameters:
    ///   - seed: The pipeline's seed.
    ///   - parameters: The parameters, in any order.
    ///   - materials: The files that went in, in any order.
    ///   - stages: The stages, in document order.
    package init(seed: UInt64, parameters: [Parameter], materials: [Material], stages: [StageVersion]) {
        self.seed = seed
        self.parameters = parameters
        self.materials = materials
        self.stages = stages
    }
}
