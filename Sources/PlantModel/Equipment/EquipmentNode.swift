/// What the plant file says about one path itself; nil parts are inherited.
struct EquipmentNode: Sendable, Hashable {
    var calendar: String?
    var timeZone: String?
    var microStop: Int64?
    var idealCycle: Int64?
    var idealCycleByProduct: [String: Int64] = [:]
    var counts = CountNode()
    /// False alarms a day of the charts at and below the path that people can bear; not inherited.
    var falseAlarmsPerDay: Double?
    /// How its OEE follows from what lies below; not inherited.
    var rollUp: RollUpMethod?
    /// True when the file names it, false when it is only the prefix of another path.
    var isNamed = false

    /// What this level says, and where it is silent, what the level above said.
    func applied(to inherited: EquipmentSettings, path: String) -> EquipmentSettings {
        var settings = inherited
        settings.path = path
        settings.calendar = calendar ?? inherited.calendar
        settings.timeZone = timeZone ?? inherited.timeZone
        settings.microStopNanoseconds = microStop ?? inherited.microStopNanoseconds
        settings.idealCycleNanoseconds = idealCycle ?? inherited.idealCycleNanoseconds
        settings.idealCycleNanosecondsByProduct.merge(idealCycleByProduct) { _, own in own }
        counts.apply(to: &settings.counts)
        return settings
    }
}
