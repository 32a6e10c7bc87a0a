import StageKit

extension L1SelectOptions {
    /// How the columns of one categorical column are selected.
    enum CategoricalChoice: String, OptionChoice {
        case separate, group
    }

    static let categoricalOption = Option.choice(
        "categorical", default: CategoricalChoice.separate,
        help: "How the features made from one categorical column are selected: each by itself, or together as a group.")
    static let groupL1RatioOption = Option.number(
        "group-l1-ratio", default: 0, in: NumberRange(min: 0, max: 1),
        help: "The share of the L1 norm in the penalty of a group; 0 takes groups as a whole, more leaves out features "
            + "within them.")
    static let memberOption = Option.column("name", help: "A feature, or the column from which features were made.")
    static let groupFactorOption = Option.number(
        "factor", default: 1, in: NumberRange(min: 0),
        help: "What λ is multiplied by for the group; 0 keeps it unpenalised.")

    /// The element `<group>`.
    static let groupChild = ChildDescriptor(
        ElementDescriptor(
            name: "group", summary: "Features that are selected together.",
            options: [groupFactorOption.descriptor],
            children: [
                ChildDescriptor(
                    ElementDescriptor(
                        name: "column", summary: "A feature of the group, or a column and every feature made from it.",
                        options: [memberOption.descriptor]), minCount: 1, maxCount: nil)
            ]), maxCount: nil)
}
