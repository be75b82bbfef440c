import Records

/// Names that several rows of a task use: a name lives as long as one of them does.
///
/// So a table of names needs no clean-up of its own, and whatever may go from the task takes its names
/// along. Bounded by `NameTable`; one thread at a time.
struct SharedNames: ~Copyable {
    private var table: NameTable
    private var useCounts: [Int32] = []

    init(countLimit: Int) { table = NameTable(countLimit: countLimit) }

    /// How many names there are.
    var count: Int { table.count }
    /// Whether a new name would find no room.
    var isFull: Bool { table.count >= table.countLimit }

    /// The index of a name, or nil when nobody uses it.
    func find(_ name: UnsafeRawBufferPointer) -> Int? { unsafe table.find(name) }

    /// A name in use.
    func name(_ index: Int) -> String { table.name(index) }

    /// Lends the bytes of a name in use.
    func withName<R>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        unsafe table.withName(index) { unsafe body($0) }
    }

    /// One more user of a name, known or new; nil when the table is full.
    mutating func retain(_ name: String) -> Int? {
        guard let index = table.intern(name) else { return nil }
        while useCounts.count <= index { useCounts.append(0) }
        useCounts[index] += 1
        return index
    }

    /// One more user of a known name.
    mutating func retain(_ index: Int) { useCounts[index] += 1 }

    /// One user less; the name goes with the last one.
    mutating func release(_ index: Int) {
        useCounts[index] -= 1
        if useCounts[index] == 0 { table.remove(index) }
    }
}
