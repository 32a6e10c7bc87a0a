import StageKit

/// How rows are dealt into folds.
enum FoldSplit: String, OptionChoice {
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

/// What a held-out fold is scored with.
enum FoldMeasure: String, OptionChoice {
    /// The mean deviance: squared error, or twice the logistic loss.
    case deviance
    /// The area under the ROC curve: more is better.
    case auc
    /// The share of rows whose class is missed at a probability of ½.
    case error
    /// The mean absolute error.
    case mae
}

/// Which λ a cross-validation curve points to.
enum FoldRule: String, OptionChoice {
    /// The largest λ whose score is within one standard error of the best.
    case oneStandardError = "1se"
    /// The λ with the best score.
    case minimum = "min"
}
