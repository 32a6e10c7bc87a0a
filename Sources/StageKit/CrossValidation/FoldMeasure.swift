/// What a held-out fold is scored with: the words of the option `measure` of `<cv>`.
public enum FoldMeasure: String, OptionChoice {
    /// The mean deviance: the squared error of numbers, twice the negative log likelihood of classes, Poisson's of
    /// counts. Less is better.
    case deviance
    /// The area under the ROC curve, of two classes: more is better.
    case auc
    /// The share of rows whose class is missed: of two classes at a probability of ½, of more by the likeliest. Less is
    /// better.
    case error
    /// The mean absolute error of numbers and counts. Less is better.
    case mae
}
