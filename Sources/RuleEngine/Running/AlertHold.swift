import Records

/// An operator keeps an alert quiet: shelved for a time, or out of service until further notice.
struct AlertHold: Equatable, Sendable {
    enum Kind: UInt8 { case shelved, outOfService }

    var lane: AlertLane
    var kind: Kind
    var by: String
    var why: String
    /// When it was said, or the newest event of the key if that is later.
    var since: Int64
    /// When a shelved alert comes back; `KeySlot.unarmed` out of service.
    var until: Int64 = KeySlot.unarmed
    /// Comes back with the first return to normal, too.
    var isOneShot = false
    /// The work order of an alert that is out of service.
    var workOrder = ""
}

extension AlertHold: Persistent {
    /// The least that one takes.
    static let byteCountMin = 31

    func write(to writer: inout StateWriter) {
        writer.write(lane.rawValue)
        writer.write(kind.rawValue)
        writer.write(by)
        writer.write(why)
        writer.write(since)
        writer.write(until)
        writer.write(isOneShot)
        writer.write(workOrder)
    }

    init(from reader: inout StateReader) throws(StateError) {
        guard let lane = AlertLane(rawValue: try reader.read()),
            let kind = Kind(rawValue: try reader.read())
        else { throw reader.invalid("an unknown way to keep an alert quiet") }
        self.lane = lane
        self.kind = kind
        by = try reader.readText()
        why = try reader.readText()
        since = try reader.read()
        until = try reader.read()
        isOneShot = try reader.readBool()
        workOrder = try reader.readText()
        guard kind == .shelved || (until == KeySlot.unarmed && !isOneShot) else {
            throw reader.invalid("an alert out of service that comes back by itself")
        }
    }
}
