import Records

/// What a snapshot says of a rule, in front of its keys.
///
/// It says whether the keys still fit the rule of that name, and enough to end the alerts of a rule
/// that nobody can ask any more.
struct RuleCard: Equatable {
    var id = ""
    /// Hash of the rule's text: the fingerprint. Keys are only taken over when it is the same.
    var version = ""
    var owner = ""
    var runbook = ""
    var keyFields: [String] = []
    var cellKinds: [UInt8] = []
    /// After how much silence data is missing; 0 when the rule does not ask.
    var missingAfterNanoseconds: Int64 = 0
    var isShadow = false
    /// Whether the rule was gone already when the snapshot was written, and its alerts were not.
    var isOrphan = false

    init(_ rule: RuleDefinition) {
        id = rule.id
        version = rule.version
        owner = rule.owner
        runbook = rule.runbook
        keyFields = rule.keyFields
        cellKinds = rule.cells.map(\.initial.kind.rawValue)
        missingAfterNanoseconds = rule.missing?.afterNanoseconds ?? 0
        isShadow = rule.mode == .shadow
    }

    /// As much of the rule as its last words need.
    var definition: RuleDefinition {
        var rule = RuleDefinition()
        rule.id = id
        rule.version = version
        rule.owner = owner
        rule.runbook = runbook
        rule.keyFields = keyFields
        rule.mode = isShadow ? .shadow : .live
        if missingAfterNanoseconds > 0 {
            rule.missing = .init(afterNanoseconds: missingAfterNanoseconds, severity: .medium)
        }
        return rule
    }
}

extension RuleCard: Persistent {
    /// The least that the place of a rule, its card, its counters and its quarantine take.
    static let byteCountMin = 4 + 34 + RuleCounters.byteCount + Quarantine.byteCount

    func write(to writer: inout StateWriter) {
        writer.write(id)
        writer.write(version)
        writer.write(owner)
        writer.write(runbook)
        writer.write(count: keyFields.count)
        for name in keyFields { writer.write(name) }
        writer.write(count: cellKinds.count)
        for kind in cellKinds { writer.write(kind) }
        writer.write(missingAfterNanoseconds)
        writer.write(isShadow)
        writer.write(isOrphan)
    }

    init(from reader: inout StateReader) throws(StateError) {
        id = try reader.readText()
        version = try reader.readText()
        owner = try reader.readText()
        runbook = try reader.readText()
        let fieldCount = try reader.readCount(elementByteCount: 4)
        keyFields.reserveCapacity(fieldCount)
        for _ in 0..<fieldCount { keyFields.append(try reader.readText()) }
        let cellCount = try reader.readCount()
        cellKinds.reserveCapacity(cellCount)
        for _ in 0..<cellCount {
            let kind = try reader.read(UInt8.self)
            guard StateCell.Kind(rawValue: kind) != nil else {
                throw reader.invalid("an unknown kind of cell")
            }
            cellKinds.append(kind)
        }
        missingAfterNanoseconds = try reader.read()
        guard missingAfterNanoseconds >= 0 else { throw reader.invalid("a negative duration") }
        isShadow = try reader.readBool()
        isOrphan = try reader.readBool()
    }
}
