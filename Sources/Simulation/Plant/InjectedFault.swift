import Codecs
import Records

/// A fault that the generator put into the plant, and who should notice.
public struct InjectedFault: Sendable, Hashable {
    /// What goes wrong.
    public enum Kind: String, Sendable, CaseIterable, BitwiseCopyable {
        /// A diameter that drifts slowly.
        case toolWear = "tool-wear"
        /// A diameter that jumps and stays.
        case suddenShift = "sudden-shift"
        /// An oven that gets too hot.
        case overTemperature = "over-temperature"
        /// A sensor that repeats its last value.
        case stuckSensor = "stuck-sensor"
        /// A stretch in which half of the pieces are scrap.
        case scrapBurst = "scrap-burst"
        /// A breakdown that lasts.
        case longDown = "long-down"
        /// A machine that sends nothing.
        case silentMachine = "silent-machine"
        /// A machine that is slow and wasteful all the time.
        case lowOEE = "low-oee"
    }

    /// What goes wrong.
    public var kind: Kind
    /// Path of the machine.
    public var equipment: String
    /// The characteristic that shows it; nil when none does.
    public var characteristic: String?
    /// The lot in work when it begins; nil where lots do not matter.
    public var lot: String?
    /// When it begins.
    public var start: EventTime
    /// When it is over.
    public var end: EventTime
    /// Ids of the shipped rules that have to raise an alert on the equipment. Empty when the run is
    /// laid out so that none can, such as an hourly figure without a full hour.
    public var expectedRules: [String]
    /// Ids of shipped rules whose alert on the equipment would not be a false alarm.
    public var plausibleRules: [String]

    /// Appends the fault as a JSON object.
    public func appendJSON(to bytes: inout [UInt8]) {
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("kind", kind.rawValue, &bytes)
        JSONWriter.field("equipment", equipment, &bytes)
        if let characteristic { JSONWriter.field("characteristic", characteristic, &bytes) }
        if let lot { JSONWriter.field("lot", lot, &bytes) }
        JSONWriter.field("start", start, &bytes)
        JSONWriter.field("end", end, &bytes)
        JSONWriter.field("expected_rules", strings: expectedRules, &bytes)
        JSONWriter.field("plausible_rules", strings: plausibleRules, &bytes)
        JSONWriter.endObject(&bytes)
    }
}
