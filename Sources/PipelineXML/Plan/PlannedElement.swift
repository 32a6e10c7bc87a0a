package import StageKit

/// A checked element with what it takes to show it and to write it again.
package struct PlannedElement: Sendable {
    /// The attributes in the descriptor's order, defaults included.
    package let attributes: [PlannedAttribute]
    /// The child elements in document order.
    package let children: [PlannedElement]
    /// The checked values, as a stage takes them.
    package let options: StageOptions

    /// The element's name.
    package var name: String { options.descriptor.name }
}

/// A checked attribute.
package struct PlannedAttribute: Sendable {
    /// The attribute's name.
    package let name: String
    /// Its value, where it comes from and where it stands.
    package let option: CheckedOption
    /// Whether a secret is part of the value, so that it must not be shown, kept or hashed.
    package let holdsSecret: Bool
    /// The text that stands for this value in a pipeline file, safe to show and to keep.
    ///
    /// Parameters are filled in, secrets are left as `${name}`, paths start from the pipeline's folder.
    package let text: String
}
