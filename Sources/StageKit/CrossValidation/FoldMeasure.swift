/// What a held-out fold is scored with: the words of the option `measure` of `<cv>`.
public enum FoldMeasure: String, OptionChoice {
    /// The mean deviance: squared error, or twice the logistic loss. Less is better.
    case deviance
    /// The area under the ROC curve: more is better.
    case auc
    /// The share of rows whose class is missed at a probability of ½. Less is better.
    case error
    /// The mean absolute error. Less is better.
    case mae
}
