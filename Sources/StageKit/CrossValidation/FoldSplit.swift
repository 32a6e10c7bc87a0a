/// How rows are dealt into folds: the words of the option `split` of `<cv>`.
public enum FoldSplit: String, OptionChoice {
    /// At random, whatever the target.
    case random
    /// At random within each class, so that every fold has its share of each.
    case stratified
    /// Rows of a group stay together.
    case group
    /// By the row's key alone, so that added rows move no old one.
    case hash
    /// By row order: each fold is scored by a model of the rows before it.
    case time
    /// As a column says.
    case column
}
