/// What a machine does, which decides what it measures.
enum MachineKind: Int, Sendable, CaseIterable, BitwiseCopyable {
    case lathe = 0
    case oven = 1
    case press = 2

    var area: String {
        switch self {
        case .lathe: "machining"
        case .oven: "paint"
        case .press: "assembly"
        }
    }

    var name: String {
        switch self {
        case .lathe: "lathe"
        case .oven: "oven"
        case .press: "press"
        }
    }

    var products: [String] { Self.productTable[rawValue] }

    /// Ideal time for one piece, by product, in milliseconds.
    var idealMilliseconds: [Int64] { Self.idealTable[rawValue] }

    /// Presses report a running counter, the others what they made since their last message.
    var isCounter: Bool { self == .press }

    var signals: [SignalModel] { Self.signalTable[rawValue] }

    // Tables, because a literal in a getter would allocate for every event.
    private static let productTable = [
        ["SHAFT-100", "SHAFT-200"], ["COVER-RED", "COVER-BLUE"], ["GEAR-10", "GEAR-20"],
    ]
    private static let idealTable: [[Int64]] = [[2000, 2500], [3000, 3200], [1200, 1500]]
    private static let signalTable: [[SignalModel]] = [
        [.diameter, .vibration, .spindleTemperature], [.zoneTemperature, .fanPressure],
        [.torque, .pressure],
    ]
}
