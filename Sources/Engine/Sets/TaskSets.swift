import Records

/// Which versions a task runs, and which it knows to come. Part of its state.
struct TaskSets: Equatable {
    /// What runs, by kind; nil while it is what the program was started with.
    private var present = [SetVersion?](repeating: nil, count: SetKind.allCases.count)
    /// The highest number of each kind that it has heard of.
    private var newest = [UInt64](repeating: 0, count: SetKind.allCases.count)
    /// What is to come, the earliest first.
    private(set) var pending: [SetVersion] = []

    /// The version that runs.
    func present(_ kind: SetKind) -> SetVersion? { present[Int(kind.rawValue)] }

    /// The highest number that it has heard of.
    func newest(_ kind: SetKind) -> UInt64 { newest[Int(kind.rawValue)] }

    /// Everything whose content it needs.
    var all: [SetVersion] { present.compactMap { $0 } + pending }

    /// Takes note of a version; false for one that is no news.
    mutating func add(_ version: SetVersion) -> Bool {
        let kind = Int(version.kind.rawValue)
        guard version.number > newest[kind] else { return false }
        newest[kind] = version.number
        pending = Self.adding(version, to: pending)
        return true
    }

    /// As if it had never heard of a kind.
    mutating func forget(_ kind: SetKind) {
        present[Int(kind.rawValue)] = nil
        newest[Int(kind.rawValue)] = 0
        pending.removeAll { $0.kind == kind }
    }

    /// The next version that holds at a time, which runs from now on.
    mutating func take(dueAt time: EventTime) -> SetVersion? {
        guard let first = pending.first, first.effectiveFrom <= time else { return nil }
        pending.removeFirst()
        present[Int(first.kind.rawValue)] = first
        return first
    }

    /// A newer version stands for what older ones would do from its time on.
    static func adding(_ version: SetVersion, to pending: [SetVersion]) -> [SetVersion] {
        var versions = pending.filter {
            $0.kind != version.kind || $0.effectiveFrom < version.effectiveFrom
        }
        let place =
            versions.firstIndex { $0.effectiveFrom > version.effectiveFrom } ?? versions.count
        versions.insert(version, at: place)
        return versions
    }
}

extension TaskSets: Persistent {
    func write(to writer: inout StateWriter) {
        for version in present {
            writer.write(version != nil)
            version?.write(to: &writer)
        }
        for number in newest { writer.write(number) }
        writer.write(count: pending.count)
        for version in pending { version.write(to: &writer) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        self.init()
        for kind in present.indices where try reader.readBool() {
            present[kind] = try SetVersion(from: &reader)
        }
        for kind in newest.indices { newest[kind] = try reader.read() }
        for _ in 0..<(try reader.readCount(elementByteCount: 25)) {
            pending.append(try SetVersion(from: &reader))
        }
    }
}
