import Codecs
import CPlatform
import Records

/// Times in tables.
enum EventText {
    /// `2026-03-01 07:15:30Z`.
    static func short(_ time: EventTime) -> String {
        let text = TimeFormatter.string(time)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8) + "Z"
    }

    /// A field that holds a time in one of the forms of the contracts.
    static func time(_ name: String, in document: borrowing JSONDocument) -> EventTime? {
        if let text = document.string(name) { return try? TimeParser.time(text) }
        if let number = document.int(name) { return EventTime(milliseconds: Int64(number)) }
        return nil
    }

    /// The machine's wall clock.
    static var now: EventTime { EventTime(nanoseconds: platform_wall_nanoseconds()) }
}
