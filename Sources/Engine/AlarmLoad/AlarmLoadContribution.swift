import Records

/// An hour of one machine on its way to a path that has a budget of false alarms: a record of the
/// internal topic of contributions, beside those of effectiveness, whose key is that path.
struct AlarmLoadContribution {
    /// The first byte, which no version of a contribution of effectiveness has.
    static let version: UInt8 = 0x81

    var machine: String
    var start: EventTime
    var load: AlarmLoad

    func write(to writer: inout StateWriter) {
        writer.write(Self.version)
        writer.write(machine)
        writer.write(start)
        load.write(to: &writer)
    }

    init(machine: String, start: EventTime, load: AlarmLoad) {
        (self.machine, self.start, self.load) = (machine, start, load)
    }

    init(from reader: inout StateReader) throws(StateError) {
        let version: UInt8 = try reader.read()
        guard version == Self.version else {
            throw reader.invalid("version \(version) of a contribution")
        }
        machine = try reader.readText()
        start = try reader.readTime()
        load = try AlarmLoad(from: &reader)
        guard reader.remaining == 0 else { throw reader.invalid("more than a contribution") }
    }
}

extension Workbench {
    /// Hands an hour of a machine to a path with a budget: itself, or one above it.
    func contribute(_ contribution: AlarmLoadContribution, to path: String, _ bundle: Bundle) {
        beginContribution(to: path.utf8[...], time: contribution.start.nextHour, bundle)
        contribution.write(to: &scratch)
        endContribution(bundle)
    }

    /// Begins a record of the topic of contributions; its value goes into `scratch`.
    func beginContribution(to path: Substring.UTF8View, time: EventTime, _ bundle: Bundle) {
        bundle.outputs.begin(
            topic: InternalTopics.sinkContributions,
            timestampMilliseconds: max(0, time.milliseconds),
            inputIndex: origin.sequence
        )
        bundle.outputs.beginKey()
        bundle.outputs.bytes.append(contentsOf: path)
        bundle.outputs.beginValue()
        scratch.removeAll()
    }

    func endContribution(_ bundle: Bundle) {
        unsafe scratch.withBytes { unsafe bundle.outputs.bytes.append(contentsOf: $0) }
        bundle.outputs.end()
    }
}
