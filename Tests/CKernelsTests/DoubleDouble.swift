/// A sum of products held in two doubles, right to about 100 bits, for references.
struct DoubleDouble {
    private(set) var high = 0.0
    private(set) var low = 0.0

    mutating func add(_ a: Double, times b: Double) {
        let product = a * b
        let productError = (-product).addingProduct(a, b)
        let sum = high + product
        let part = sum - high
        let sumError = (high - (sum - part)) + (product - part)
        low += sumError + productError
        high = sum
    }

    /// The value less `other`.
    func difference(from other: Double) -> Double { (high - other) + low }
}
