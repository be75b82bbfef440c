import ArgumentParser
import CPlatform
import Codecs
import PlantModel
import Records

/// A length of time on the command line: `30s`, `1h30m`.
struct DurationArgument: ExpressibleByArgument {
    let nanoseconds: Int64

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    init?(argument: String) {
        guard let value = DurationText.nanoseconds(argument), value > 0 else { return nil }
        nanoseconds = value
    }

    var defaultValueDescription: String { DurationText.text(nanoseconds) }
}

/// A point in time on the command line: RFC 3339 with offset, `now`, or `-8h` for eight hours ago.
struct TimeArgument: ExpressibleByArgument {
    let time: EventTime

    init(time: EventTime) { self.time = time }

    init?(argument: String) {
        let now = EventTime(nanoseconds: platform_wall_nanoseconds())
        if argument == "now" {
            time = now
        } else if argument.hasPrefix("-") {
            guard let back = DurationText.nanoseconds(String(argument.dropFirst())) else {
                return nil
            }
            time = now.advanced(byNanoseconds: -back)
        } else {
            guard let parsed = try? TimeParser.time(argument) else { return nil }
            time = parsed
        }
    }
}

/// `HOST:PORT` to listen on.
struct AddressArgument: ExpressibleByArgument {
    let host: String
    let port: UInt16

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = UInt16(argument[argument.index(after: colon)...])
        else { return nil }
        let host = argument[..<colon]
        self.host = host.isEmpty ? "127.0.0.1" : String(host)
        self.port = port
    }
}
