import Records

/// How the OEE of a line, area or site follows from what lies directly below it.
public enum RollUpMethod: Sendable, Hashable {
    /// The sum of all: every station weighs by its planned time.
    case sum
    /// One station decides for the line: the named one, or in each window the one whose pieces take
    /// the most ideal time.
    case bottleneck(station: String?)
    /// What leaves one station, against the line's own ideal time for one kept unit.
    case output(station: String, idealCycleNanoseconds: Int64)

    /// The word of plant files and records.
    public var name: String {
        switch self {
        case .sum: "sum"
        case .bottleneck: "bottleneck"
        case .output: "output"
        }
    }

    /// The station that decides, where the plant file names one.
    public var station: String? {
        switch self {
        case .sum: nil
        case .bottleneck(let station): station
        case .output(let station, _): station
        }
    }

    /// Reads `line_oee` of a level; nil, with a problem noted, for what is none.
    init?(_ field: YAMLField) {
        guard let fields = field.fields(["method", "station", "ideal_cycle"]),
            let place = fields.required("method", "sum, bottleneck or output"),
            let word = place.choice(["sum": "sum", "bottleneck": "bottleneck", "output": "output"])
        else { return nil }
        let station = fields["station"].flatMap { $0.text("the name of equipment below") }
        let cycle = fields["ideal_cycle"].flatMap { $0.duration(1...Nanoseconds.day) }
        if word != "output", let field = fields["ideal_cycle"] {
            field.reject(expected: "no ideal_cycle but with the method output")
        }
        switch word {
        case "sum":
            fields["station"]?.reject(expected: "no station for the method sum")
            self = .sum
        case "bottleneck": self = .bottleneck(station: station)
        default:
            guard let station, let cycle else {
                field.reject(
                    found: "output without \(station == nil ? "a station" : "an ideal_cycle")",
                    expected: "{method: output, station: packer, ideal_cycle: 2s}"
                )
                return nil
            }
            self = .output(station: station, idealCycleNanoseconds: cycle)
        }
    }
}

extension Plant {
    /// How the OEE of a path follows from what lies directly below it; the sum where the plant file says
    /// nothing. It is not inherited.
    public func rollUpMethod(at path: String) -> RollUpMethod { nodes[path]?.rollUp ?? .sum }
}
