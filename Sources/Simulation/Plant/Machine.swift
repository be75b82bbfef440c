import Records

/// One simulated machine.
struct Machine: Sendable {
    let kind: MachineKind
    let path: String
    /// `{"equipment":"…","time":"`
    let head: [UInt8]
    /// Names of the lots without their number, such as `BER-MA1-L2-`.
    let lotPrefix: String
    let site: Int
    /// The machine stops in the breaks of its shift.
    let stopsInBreaks: Bool
    /// Its own fault; a machine has at most one.
    var fault: FaultWindow?

    var random: PlantRandom
    var signals: [SignalState]
    var state = MachineState.running
    var reason: StaticString?
    /// When the present state began to count as producing time.
    var runningSince: Int64 = 0
    /// Producing time that has not become pieces yet.
    var producing: Int64 = 0
    /// Actual over ideal cycle time.
    var slowness = 1.05
    var scrapShare = 0.006
    var product = 0
    var sequence: Int64 = 0
    var total: Int64 = 0
    var scrap: Int64 = 0
    var scrapDebt = 0.0
    /// The pieces of the old product are counted, the setup for the next one begins.
    var isSetupDue = false
    /// The next break of its site.
    var nextBreak = 0
}

/// When the fault of a machine acts.
struct FaultWindow: Sendable, BitwiseCopyable {
    var kind: InjectedFault.Kind
    var start: Int64
    var end: Int64

    @inline(__always)
    func acts(_ time: Int64) -> Bool { time >= start && time < end }
}
