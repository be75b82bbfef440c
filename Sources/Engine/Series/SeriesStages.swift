import Records

/// The stages of a series whose charts tell recipes or tools apart: which there were, and the present one.
struct SeriesStages {
    /// Stages with limits of their own that are kept; a further one takes the place of the one that ran
    /// longest ago.
    static let countMax = 16

    /// Names by number.
    private(set) var names: [String]
    /// The number of the present one.
    private(set) var current = 0
    /// When each ran last, counted in changes of the stage.
    private var lastRuns: [UInt64] = [0]
    private var changeCount: UInt64 = 0

    /// The first stage.
    init(_ name: String) { names = [name] }

    /// What happened when a stage is entered.
    enum Entry {
        /// It is the present one.
        case same
        /// It is one that ran before.
        case known
        /// It is new and has the next number.
        case added
        /// It is new and has the number of one that is forgotten.
        case replaced
    }

    /// Goes over to a stage. Where stages share limits only the present one is kept.
    mutating func enter(_ name: String, sharesLimits: Bool) -> Entry {
        if names[current] == name { return .same }
        changeCount += 1
        if sharesLimits {
            names[0] = name
            return .known
        }
        lastRuns[current] = changeCount
        if let known = names.firstIndex(of: name) {
            current = known
            return .known
        }
        guard names.count == Self.countMax else {
            names.append(name)
            lastRuns.append(changeCount)
            current = names.count - 1
            return .added
        }
        current = lastRuns.indices.min { lastRuns[$0] < lastRuns[$1] } ?? 0
        names[current] = name
        return .replaced
    }

    /// The number of a stage by its name.
    func number(named name: String) -> Int? { names.firstIndex(of: name) }
}

extension SeriesStages: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(count: names.count)
        for (name, run) in zip(names, lastRuns) {
            writer.write(name)
            writer.write(run)
        }
        writer.write(Int32(current))
        writer.write(changeCount)
    }

    init(from reader: inout StateReader) throws(StateError) {
        let count = try reader.readCount(limit: Self.countMax, elementByteCount: 12)
        guard count > 0 else { throw reader.invalid("a series of no stage") }
        names = []
        lastRuns = []
        for _ in 0..<count {
            names.append(try reader.readText())
            lastRuns.append(try reader.read())
        }
        current = try reader.readIndex(below: count)
        changeCount = try reader.read()
    }
}
