/// One `test "name" {…}` of a file, read and not yet run.
struct RuleTestCase {
    /// Something that happens: an event, or only time passing.
    struct Step {
        var offsetNanoseconds: Int64
        /// Nil when only time passes.
        var topic: String?
        var fields: [NamedValue] = []
        var numbers: [(name: String, values: [Double])] = []
    }

    /// Something that should come out at a time.
    struct Expectation {
        var offsetNanoseconds: Int64
        var word: String
        var fields: [NamedValue]
    }

    var name: String
    var line: Int
    var rule = ""
    var steps: [Step] = []
    var expectations: [Expectation] = []
    var allowsOthers = true
    /// What is wrong with the test itself.
    var problems: [String] = []

    /// What can be expected.
    static let words = [
        "alert", "cleared", "suppressed", "hold_lot", "release_lot", "reroute", "reprioritise",
        "stop", "log",
    ]
    /// The state that an alert is in when a word says nothing else; other states go by `alert`.
    static let states = ["alert": "active", "cleared": "cleared", "suppressed": "suppressed"]
}
