extension Table {
    /// What is to be predicted, as numbers.
    ///
    /// - Returns: The target, or `nil` where the table has none.
    public var target: Target? {
        guard let column = columns(.target).first else { return nil }
        switch column.values {
        case .numeric(let numbers):
            return Target(name: column.name, classes: nil, values: numbers, isCount: column.holdsCounts)
        case .categorical(let codes, let levels):
            return Target(name: column.name, classes: levels, values: codes.map { $0 < 0 ? .nan : Double($0) })
        }
    }

    /// The row weights; `nil` where every row counts alike.
    public var weights: [Double]? { columns(.weight).first?.numbers }

    /// The known part of the linear predictor; `nil` where there is none.
    public var offset: [Double]? { columns(.offset).first?.numbers }

    /// The group of each row as a text; `nil` where no column has the role.
    public var groups: [String]? { columns(.group).first.map { $0.texts } }

    /// The fold of each row as a text; `nil` where no column has the role.
    public var folds: [String]? { columns(.fold).first.map { $0.texts } }
}

extension Column {
    /// The values as texts: numbers in their shortest form, levels by name, missing ones empty.
    public var texts: [String] {
        switch values {
        case .numeric(let numbers): numbers.map { $0.isNaN ? "" : shortest($0) }
        case .categorical(let codes, let levels): codes.map { $0 < 0 ? "" : levels[Int($0)] }
        }
    }
}
