import Effectiveness
import PlantModel
import Records

/// What one task knows about one piece of equipment. One per machine, not per record.
final class Machine {
    /// Index in its task, of its name, too.
    let index: Int
    /// The path, which is the key of its records.
    let name: String
    /// What the plant says about it, inherited down the tree.
    let settings: EquipmentSettings
    /// Number of its calendar in the bench's book.
    let calendar: Int
    /// Names of its shifts by the index in window records.
    let shiftNames: [String]
    /// States and counts.
    var effectiveness: EquipmentEffectiveness

    /// What the machine does now, and since which event.
    var category = LossCategory.unknown
    var stateTime = EventTime.distantPast
    var stateText = ""
    /// The product it makes, an index into the task's products; 0 when nobody said.
    var product = 0
    /// The newest event that named a product.
    var productTime = EventTime.distantPast
    /// Since when it makes this product, `.distantPast` for the first one known.
    var productSince = EventTime.distantPast
    /// What came before is in windows that are out: the machine was known before, and forgotten.
    var beginsAt = EventTime.distantPast
    /// The newest event of any kind.
    var newest = EventTime.distantPast
    /// Events before this time are late.
    var progress = EventTime.distantPast
    /// The engine's clock when its last record arrived.
    var heardAt = EventTime.distantPast
    /// The series of it with the highest index, -1 when it has none.
    var firstSeries: Int32 = -1
    /// Where the newest published window of each kind begins.
    var newestWindowStarts = InlineArray<4, EventTime>(repeating: .distantPast)
    /// OEE of its last shifts, for comparison.
    var shifts = ShiftComparison()
    /// Paths with a budget of false alarms that its charts draw on: of itself and those above.
    let budgetPaths: [String]
    /// What its charts used of them.
    var alarmHour = AlarmHour()
    /// Where the next window may end, as far as is worth looking.
    var nextWindowEnd = EventTime.distantPast
    /// Whether one of its series has a limit for silence.
    var isWatchedForSilence = false
    /// Producers' numbers seen, by input role.
    var sequences = InlineArray<6, SequenceWindow>(repeating: SequenceWindow())

    init(
        index: Int,
        name: String,
        settings: EquipmentSettings,
        calendar: Int,
        shiftNames: [String],
        budgetPaths: [String] = [],
        effectiveness: consuming EquipmentEffectiveness
    ) {
        self.index = index
        self.name = name
        self.settings = settings
        self.calendar = calendar
        self.shiftNames = shiftNames
        self.budgetPaths = budgetPaths
        self.effectiveness = effectiveness
    }
}
