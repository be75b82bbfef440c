import Records

/// One cycle of one task in the order log: what it was given, in which order, and what that gave.
///
/// Kafka keeps the inputs but not the order between topics and the clock. With these entries a task is
/// a function of what Kafka keeps: whoever takes the task over reads the same records in the same
/// order and arrives at the same state and the same outputs.
public struct OrderEntry: Equatable, Sendable {
    /// What is special about a cycle.
    public struct Flags: OptionSet, Sendable {
        /// One bit per flag.
        public let rawValue: UInt8
        /// Flags from their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// The books were closed at its end.
        public static let booksClosed = Flags(rawValue: 1)
        /// The task was given back in order with this cycle.
        public static let last = Flags(rawValue: 2)
        /// Alerts of rules that are gone were closed in it, and nothing else happened.
        public static let orphansClosed = Flags(rawValue: 4)
    }

    /// The format written here. Readers know it and the one before, which has no versions of sets, and
    /// refuse others.
    public static let version: UInt8 = 3

    /// Counts the cycles of the task from 1, over all owners.
    public var cycle: UInt64
    /// Counts the owners of the task; of two entries for one cycle the one with the higher counts.
    public var epoch: UInt32
    /// The owner that wrote the cycle before it, as far as its own owner knew: at least once, somebody
    /// who was succeeded may write other cycles of the same number in between. 0 before the first.
    public var previousEpoch: UInt32
    /// What is special about it.
    public var flags: Flags = []
    /// Rules and plant under which it was worked on.
    public var model: UInt64
    /// Hash of the names of the input topics: steps speak of topics by index.
    public var inputs: UInt32
    /// Hash of the outputs, the books left out.
    public var outputHash: UInt64
    /// The outputs of all cycles up to this one are known to be on the broker.
    public var acknowledgedThrough: UInt64
    /// What it was given, in order.
    public var steps: [OrderStep]

    /// The entry as the value of a record: fixed fields, then steps of a few bytes each.
    func append(to bytes: inout [UInt8]) {
        bytes.append(Self.version)
        bytes.append(flags.rawValue)
        Varint.append(cycle, to: &bytes)
        Varint.append(UInt64(epoch), to: &bytes)
        Varint.append(UInt64(epoch - min(previousEpoch, epoch)), to: &bytes)
        Varint.append(cycle - min(acknowledgedThrough, cycle), to: &bytes)
        Varint.append(fixed: model, to: &bytes)
        Varint.append(UInt64(inputs), to: &bytes)
        Varint.append(fixed: outputHash, to: &bytes)
        Varint.append(UInt64(steps.count), to: &bytes)
        var places = OrderPlaces()
        for step in steps { places.append(step, to: &bytes) }
    }

    /// Reads the value of a record; nil for one that is no entry of this version.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe Varint.Reader(bytes)
        guard let format = reader.byte(), Self.version - 1...Self.version ~= format,
            let flags = reader.byte(), let cycle = reader.value(),
            let epoch = reader.value(), let younger = reader.value(), younger <= epoch,
            let behind = reader.value(), behind <= cycle,
            let model = reader.fixed(), let inputs = reader.value(), inputs <= UInt32.max,
            let outputHash = reader.fixed(),
            let count = reader.value(), count <= UInt64(bytes.count), epoch <= UInt32.max
        else { return nil }
        self.cycle = cycle
        self.epoch = UInt32(epoch)
        previousEpoch = UInt32(epoch - younger)
        self.flags = Flags(rawValue: flags)
        self.model = model
        self.inputs = UInt32(inputs)
        self.outputHash = outputHash
        acknowledgedThrough = cycle - behind
        steps = []
        steps.reserveCapacity(Int(count))
        var places = OrderPlaces()
        for _ in 0..<count {
            guard let step = places.read(&reader) else { return nil }
            if case .known = step, format < Self.version { return nil }
            steps.append(step)
        }
        guard reader.isAtEnd else { return nil }
    }

    init(
        cycle: UInt64,
        epoch: UInt32,
        previousEpoch: UInt32 = 0,
        flags: Flags = [],
        model: UInt64 = 0,
        inputs: UInt32 = 0,
        outputHash: UInt64 = 0,
        acknowledgedThrough: UInt64 = 0,
        steps: [OrderStep] = []
    ) {
        self.cycle = cycle
        self.epoch = epoch
        self.previousEpoch = previousEpoch
        self.flags = flags
        self.model = model
        self.inputs = inputs
        self.outputHash = outputHash
        self.acknowledgedThrough = acknowledgedThrough
        self.steps = steps
    }
}

/// Where each topic and the clock stood at the step before, so that steps are written as differences.
private struct OrderPlaces {
    private var offsets: [UInt16: Int64] = [:]
    private var time: Int64 = 0

    mutating func append(_ step: OrderStep, to bytes: inout [UInt8]) {
        switch step {
        case .run(let topic, let from, let to):
            Varint.append(UInt64(topic) << 2, to: &bytes)
            Varint.append(signed: from &- offsets[topic, default: 0], to: &bytes)
            Varint.append(UInt64(to - from), to: &bytes)
            offsets[topic] = to
        case .end(let topic): Varint.append(UInt64(topic) << 2 | 1, to: &bytes)
        case .tick(let milliseconds):
            Varint.append(2, to: &bytes)
            Varint.append(signed: milliseconds &- time, to: &bytes)
            time = milliseconds
        case .known(let version):
            Varint.append(UInt64(version.kind.rawValue) << 2 | 3, to: &bytes)
            Varint.append(version.number, to: &bytes)
            Varint.append(fixed: version.content, to: &bytes)
            Varint.append(signed: version.milliseconds, to: &bytes)
        }
    }

    mutating func read(_ reader: inout Varint.Reader) -> OrderStep? {
        guard let tag = reader.value(), let topic = UInt16(exactly: tag >> 2) else { return nil }
        switch tag & 3 {
        case 0:
            guard let difference = reader.signed(), let length = reader.value(),
                length > 0, length <= UInt64(Int64.max)
            else { return nil }
            let from = offsets[topic, default: 0] &+ difference
            let (to, overflow) = from.addingReportingOverflow(Int64(length))
            guard from >= 0, !overflow else { return nil }
            offsets[topic] = to
            return .run(topic: topic, from: from, to: to)
        case 1: return .end(topic: topic)
        case 2:
            guard let difference = reader.signed() else { return nil }
            time = time &+ difference
            return .tick(time)
        default:
            guard let number = reader.value(), let content = reader.fixed(),
                let milliseconds = reader.signed()
            else { return nil }
            return SetVersion(
                kind: tag >> 2,
                number: number,
                content: content,
                milliseconds: milliseconds
            ).map { .known($0) }
        }
    }
}
