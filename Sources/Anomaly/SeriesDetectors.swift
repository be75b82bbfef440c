import Records

/// The state of all detectors of one series but the Hampel window: 80 bytes, meant for flat tables.
///
/// A series is one characteristic of one piece of equipment making one product. Feed it with `add`
/// in order of arrival and look at the clock with `check`; both only depend on their arguments.
///
/// What happens when:
/// - *not finite*: `range` fires (if it runs); the silence timer starts anew and the next reading
///   has no rate of change; nothing else is judged or learned.
/// - *late* (older than the newest reading): only `range` is judged, nothing else changes.
/// - *same time as the newest*: judged and learned, but no rate and no gap are formed.
/// - *`learn` false* (equipment not running): range and rate of change are judged; standstill and
///   silence start anew; the learned detectors neither judge nor learn. With `judgesWhileStopped`
///   all judge, still none learns.
public struct SeriesDetectors: BitwiseCopyable, Sendable {
    // Time of the newest reading; `distantPast` before the first.
    var newest = EventTime(nanoseconds: .min)
    var previous = Double.nan
    var anchor = Double.nan
    var anchorTime = EventTime(nanoseconds: .min)
    var mean = 0.0
    var variance = 0.0
    // Nanoseconds. Single precision is plenty for a usual period and keeps the state small.
    var periodMean: Float = 0
    var learnedCount: UInt16 = 0
    var since = InlineArray<6, UInt16>(repeating: 0)
    var quiet = InlineArray<6, UInt8>(repeating: 0)
    var stillCount: UInt8 = 0
    var gapCount: UInt8 = 0
    var excludedCount: UInt8 = 0
    var excludedGapCount: UInt8 = 0
    var held: DetectorMask = []
    var isArmed = false

    /// The state before the first reading.
    public init() {}

    // Written out, as the shared constant is a call into another module.
    var hasReading: Bool { newest.nanoseconds != .min }

    /// Time of the newest reading; `distantPast` before the first.
    public var newestTime: EventTime { newest }

    /// Detectors whose anomaly was reported and has not ended.
    public var open: DetectorMask { held }

    /// Takes in a reading without a Hampel window; settings with `hampel` trap here.
    ///
    /// - Parameters:
    ///   - value: The reading; any double.
    ///   - time: Its event time.
    ///   - learn: Whether the equipment is running, so that the reading tells what is normal.
    public mutating func add(
        _ value: Double,
        at time: EventTime,
        learn: Bool,
        settings: DetectorSettings
    ) -> Verdict {
        precondition(
            !settings.enabled.contains(.hampel),
            "Settings with a Hampel detector need the add that takes a window."
        )
        var verdict = judge(value, time, learn, settings)
        report(&verdict, settings)
        return verdict
    }

    /// Takes in a reading; `window` belongs to the same series, and is used only if `hampel` runs.
    public mutating func add(
        _ value: Double,
        at time: EventTime,
        learn: Bool,
        settings: DetectorSettings,
        window: inout HampelWindow
    ) -> Verdict {
        var verdict = judge(value, time, learn, settings)
        if settings.enabled.contains(.hampel), verdict.point == .accepted {
            window.judge(&verdict, learn, settings)
        }
        report(&verdict, settings)
        return verdict
    }

    /// Another product, recipe or tool: forgets what is normal, keeps what is known about the
    /// sensor.
    ///
    /// A Hampel window of the series must be emptied too (`removeAll`).
    public mutating func contextChanged() {
        mean = 0
        variance = 0
        learnedCount = 0
        excludedCount = 0
        held.subtract(.learned)
    }

    /// The equipment left production: standstill and silence are not judged until the next reading.
    public mutating func suspend() {
        isArmed = false
        anchor = .nan
        stillCount = 0
    }

    private mutating func judge(
        _ value: Double,
        _ time: EventTime,
        _ learn: Bool,
        _ settings: DetectorSettings
    ) -> Verdict {
        var verdict = Verdict(.accepted, value)
        judgeRange(&verdict, settings)
        guard value.isFinite else {
            verdict.point = time < newest ? .late : .notFinite
            if verdict.point == .notFinite {
                newest = time
                previous = .nan
            }
            return verdict
        }
        guard time >= newest else {
            verdict.point = .late
            return verdict
        }
        let judges = learn || settings.judgesWhileStopped
        verdict.previous = previous
        if hasReading {
            verdict.elapsedNanoseconds = time - newest
            judgeGap(&verdict, learn, judges, settings)
        }
        judgeRate(&verdict, settings)
        judgeFlatline(&verdict, time, judges, settings)
        judgeEWMA(&verdict, learn, judges, settings)
        newest = time
        previous = value
        isArmed = judges
        return verdict
    }
}
