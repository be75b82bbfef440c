import Records

/// How far machines had come that were forgotten. What came before that is late for ever: its windows
/// are out, and would go out a second time with the same ids and other figures.
///
/// The newest ten thousand are kept, sixteen bytes each.
struct Graves {
    static let countLimit = 10_000

    private struct Grave: BitwiseCopyable {
        var name: UInt64
        var through: EventTime
    }

    // A ring once it is full; `oldest` is the next to make room.
    private var graves: [Grave] = []
    private var oldest = 0

    /// How many there are.
    var count: Int { graves.count }

    /// Notes how far a machine had come.
    mutating func add(_ name: String, through: EventTime) {
        let grave = Grave(name: StableHash.fnv1a(name), through: through)
        if let index = graves.firstIndex(where: { $0.name == grave.name }) {
            graves[index].through = max(graves[index].through, through)
        } else if graves.count < Self.countLimit {
            graves.append(grave)
        } else {
            graves[oldest] = grave
            oldest = (oldest + 1) % Self.countLimit
        }
    }

    /// How far a machine of this name had come, `.distantPast` for one that nobody remembers.
    /// O(graves): asked once for each machine that is new.
    func through(_ name: String) -> EventTime {
        let hash = StableHash.fnv1a(name)
        return graves.first { $0.name == hash }?.through ?? .distantPast
    }
}

extension Graves: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(count: graves.count)
        for offset in graves.indices {
            let grave = graves[(oldest + offset) % graves.count]
            writer.write(grave.name)
            writer.write(grave.through)
        }
    }

    init(from reader: inout StateReader) throws(StateError) {
        let count = try reader.readCount(limit: Self.countLimit, elementByteCount: 16)
        for _ in 0..<count {
            graves.append(Grave(name: try reader.read(), through: try reader.readTime()))
        }
    }
}
