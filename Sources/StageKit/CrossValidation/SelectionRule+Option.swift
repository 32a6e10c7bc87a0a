public import SparseGLM

/// The words of the option `rule` of `<cv>`.
extension SelectionRule: OptionChoice {}
