public import ArgumentParser
public import SparseGLM

extension Family: @retroactive ExpressibleByArgument {}

extension Family {
    /// What a target may hold, in words.
    var range: String {
        switch self {
        case .gaussian: "finite numbers"
        case .binomial: "0 and 1, or -1 and 1"
        case .multinomial: "classes from 0, all of them below 1000"
        case .poisson: "counts from 0"
        }
    }

    /// The target as the solver takes it, −1 and 1 as 0 and 1; nil when a value is not in range.
    func target(_ values: [Double]) -> [Double]? {
        let areCounts = values.allSatisfy { $0 >= 0 && $0.isFinite && $0 == $0.rounded() }
        switch self {
        case .gaussian: return values.allSatisfy(\.isFinite) ? values : nil
        case .binomial:
            let found = Set(values)
            return found.isSubset(of: [0, 1]) || found.isSubset(of: [-1, 1]) ? values.map { max($0, 0) } : nil
        case .multinomial: return areCounts && values.allSatisfy { $0 < 1000 } ? values : nil
        case .poisson: return areCounts ? values : nil
        }
    }
}
