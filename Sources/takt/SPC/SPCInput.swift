import ProcessControl

/// A point before it is judged: the values of a subgroup, or a count.
struct SPCSample {
    let label: String
    let stage: String
    /// The measured values; the count for attributes.
    let values: [Double]
    /// Units inspected; 1 where the file does not say.
    let inspected: Double
}

/// Reads the samples of a table as the options say.
struct SPCInput {
    private(set) var samples: [SPCSample] = []
    /// A sentence for each row that could not be used.
    private(set) var refused: [String] = []

    init(_ table: CSVTable, _ options: SPCOptions) throws(Failure) {
        let chosen = try table.index(ofChosen: options.value)
        let value = if let chosen { chosen } else { try Self.firstNumber(table) }
        let inspected = try table.index(ofChosen: options.inspected)
        let subgroup = try table.index(ofChosen: options.subgroup)
        let label = try table.index(ofChosen: options.label)
        let stage = try table.index(ofChosen: options.stage)
        var open: (key: String, stage: String, label: String, values: [Double])?
        for row in table.rows {
            let text = CSVTable.trimmed(row.fields[value])
            let units = inspected.map { CSVTable.trimmed(row.fields[$0]) } ?? "1"
            guard let number = Double(text), number.isFinite, let area = Double(units) else {
                refused.append("Line \(row.line): \(text) of \(units) is no finite number.")
                continue
            }
            let key = subgroup.map { row.fields[$0] } ?? "\(row.line)"
            let ofStage = stage.map { row.fields[$0] } ?? ""
            let name = label.map { row.fields[$0] } ?? (subgroup == nil ? "" : key)
            if options.size == nil, subgroup == nil {
                append(name, ofStage, [number], area)
                continue
            }
            let isFull = options.size.map { open?.values.count == $0 } ?? (open?.key != key)
            if let group = open, isFull || group.stage != ofStage {
                append(group.label, group.stage, group.values, 1)
                open = nil
            }
            open = open ?? (key, ofStage, name, [])
            open?.values.append(number)
        }
        if let group = open { append(group.label, group.stage, group.values, 1) }
    }

    private mutating func append(
        _ label: String,
        _ stage: String,
        _ values: [Double],
        _ inspected: Double
    ) {
        let name = label.isEmpty ? "\(samples.count + 1)" : label
        samples.append(
            SPCSample(label: name, stage: stage, values: values, inspected: inspected)
        )
    }

    private static func firstNumber(_ table: CSVTable) throws(Failure) -> Int {
        let index = table.columns.indices.first { column in
            table.rows.first.flatMap { Double(CSVTable.trimmed($0.fields[column])) } != nil
        }
        guard let index else {
            throw Failure("No column begins with a number. Name one with --value.")
        }
        return index
    }
}
