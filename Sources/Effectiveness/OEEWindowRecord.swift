import Records

/// Which windows there are.
public enum OEEWindowKind: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// A minute of universal time.
    case minute
    /// An hour of universal time.
    case hour
    /// A shift of the calendar.
    case shift
    /// A production day of the site; a day of universal time where the calendar has no days.
    case day
}

/// How settled a record is.
public enum RecordStatus: UInt8, BitwiseCopyable, Sendable {
    /// The window is open; more will come.
    case provisional
    /// Progress has passed the end of the window.
    case final
    /// A correction of a final record.
    case revised
}

/// Effectiveness of one equipment in one window, as additive primitives; ratios are computed from it.
///
/// A copyable value of about 280 bytes. Identity is (equipment, kind, start, revision).
public struct OEEWindowRecord: BitwiseCopyable, Sendable {
    /// Minute, hour, shift or day.
    public var kind: OEEWindowKind
    /// Provisional, final or revised.
    public var status: RecordStatus
    /// 0 while provisional, 1 when final, one more with each correction (which supersedes the last).
    public var revision: Int32
    /// Which shift of the pattern covers the start of the window, −1 when none does.
    public var shiftIndex: Int32
    /// The site day of that shift as days since 1970-01-01; of universal time when none covers it.
    public var localDay: Int32
    /// Where the window begins.
    public var start: EventTime
    /// Where the window ends.
    public var end: EventTime
    /// The time up to which the record speaks: `end`, or less while provisional.
    public var through: EventTime
    /// The sums.
    public var totals: OEETotals

    /// A record from its parts; records of live equipment come from `EquipmentEffectiveness`.
    public init(
        kind: OEEWindowKind,
        status: RecordStatus,
        revision: Int32,
        shiftIndex: Int32,
        localDay: Int32,
        start: EventTime,
        end: EventTime,
        through: EventTime,
        totals: OEETotals
    ) {
        self.kind = kind
        self.status = status
        self.revision = revision
        self.shiftIndex = shiftIndex
        self.localDay = localDay
        self.start = start
        self.end = end
        self.through = through
        self.totals = totals
    }

    /// Whether part of it depends on a stop that has not ended and is shorter than the threshold.
    public var isUndecided: Bool { totals[.undecided] > 0 }
    /// Run time over planned time.
    public var availability: Ratio { totals.availability }
    /// Ideal time over run time, raw.
    public var performance: Ratio { totals.performance }
    /// Good over total, weighted by ideal time.
    public var quality: Ratio { totals.quality }
    /// Ideal time of the good over planned time.
    public var oee: Ratio { totals.oee }
    /// Share of the scheduled time whose state is known.
    public var completeness: Double? { totals.completeness }
}
