package import StageJSON
package import StageKit

extension JSONFields {
    /// The text of a member that may be left out or null.
    package mutating func textIfPresent(_ key: String) throws(StageFailure) -> String? {
        switch takeIfPresent(key) {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw source.wrong("\(place).\(key)", "a text is needed")
        }
    }

    /// The whole number of a member that may be left out or null.
    package mutating func integerIfPresent(_ key: String) throws(StageFailure) -> Int? {
        switch takeIfPresent(key) {
        case nil, .null?: return nil
        case .integer(let number)?: return number
        default: throw source.wrong("\(place).\(key)", "a whole number is needed")
        }
    }

    /// The number of a member that may be left out or null.
    package mutating func numberIfPresent(_ key: String) throws(StageFailure) -> Double? {
        switch takeIfPresent(key) {
        case nil, .null?: return nil
        case .integer(let number)?: return Double(number)
        case .number(let number)?: return number
        default: throw source.wrong("\(place).\(key)", "a number is needed")
        }
    }

    /// The truth value of a member that may be left out or null.
    package mutating func boolIfPresent(_ key: String) throws(StageFailure) -> Bool? {
        switch takeIfPresent(key) {
        case nil, .null?: return nil
        case .bool(let value)?: return value
        default: throw source.wrong("\(place).\(key)", "true or false is needed")
        }
    }
}

extension JSONFields.Source {
    /// A message of the stage protocol; the sentence of the failure becomes part of another one.
    package static let message = JSONFields.Source(file: "", part: "") { _, fault in
        let text =
            switch fault {
            case .malformed(let failure): "a line is not valid JSON at column \(failure.column): \(failure.reason)"
            case .shape(let place, let reason): "a message has the wrong form at \(place): \(reason)"
            case .unknownOperation(let place, let name): "a message has the unknown operation '\(name)' at \(place)"
            }
        return StageFailure(.stage, code: "FS727", text)
    }
}
