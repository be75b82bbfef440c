import Effectiveness
import Records

/// The state of a roll-up task as bytes.
extension RollUpTask {
    /// The layout below; readers refuse others.
    static let stateVersion: UInt16 = 3

    func writeState(to writer: inout StateWriter, _ bench: Workbench) {
        writer.write(Self.stateVersion)
        writeStand(to: &writer, bench)
        writer.write(count: groups.count)
        for group in groups {
            writer.write(group.name)
            group.write(to: &writer)
        }
        writer.write(count: loadBooks.count)
        for book in loadBooks { book.write(to: &writer) }
    }

    func restoreState(_ reader: consuming StateReader, _ bench: Workbench) throws(StateError) {
        try readVersion(Self.stateVersion, &reader)
        try restoreStand(&reader, bench)
        let count = try reader.readCount(limit: groupNames.countLimit)
        for index in 0..<count {
            let name = try reader.readText()
            guard groupNames.intern(name) == index else { throw reader.invalid("a path twice") }
            let group = makeGroup(name, bench)
            try group.restore(from: &reader)
            groups.append(group)
        }
        for _ in 0..<(try reader.readCount(limit: groupNames.countLimit)) {
            loadBooks.append(
                try AlarmLoadBook(from: &reader, machinesMax: Int(limits.equipmentPerTask))
            )
        }
        guard reader.remaining == 0 else { throw reader.invalid("more than a state") }
        label()
    }
}

extension RollUpGroup {
    func write(to writer: inout StateWriter) {
        writer.write(count: members.count)
        for (index, member) in members.enumerated() {
            writer.write(memberNames.name(index))
            member.write(to: &writer)
        }
        writer.write(list: open)
        writer.write(list: settled)
        writer.write(hasCorrections)
        for kind in newestStarts.indices {
            writer.write(forgottenThrough[kind])
            writer.write(newestStarts[kind])
        }
    }

    func restore(from reader: inout StateReader) throws(StateError) {
        let count = try reader.readCount(limit: memberNames.countLimit)
        for index in 0..<count {
            guard memberNames.intern(try reader.readText()) == index else {
                throw reader.invalid("a member twice")
            }
            members.append(try Member(from: &reader))
        }
        open = try reader.readList(elementByteCount: 41)
        settled = try reader.readList(elementByteCount: 41)
        hasCorrections = try reader.readBool()
        for kind in newestStarts.indices {
            forgottenThrough[kind] = try reader.readTime()
            newestStarts[kind] = try reader.readTime()
        }
    }
}

extension RollUpGroup.Member: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(isMachine)
        writer.write(expectedCount)
        for kind in newestEnds.indices { writer.write(newestEnds[kind]) }
        writer.write(heardAt)
    }

    init(from reader: inout StateReader) throws(StateError) {
        isMachine = try reader.readBool()
        expectedCount = try reader.read(in: Int32(0)...Int32.max, "a count of machines")
        for kind in newestEnds.indices { newestEnds[kind] = try reader.readTime() }
        heardAt = try reader.readTime()
    }
}
