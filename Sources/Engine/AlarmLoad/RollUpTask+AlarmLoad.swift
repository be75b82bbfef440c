import Codecs
import PlantModel
import Records

// Budgets of false alarms: machines tell paths what their charts used, hour by hour, and each path with
// a budget says on `kpi.alarms` how much of it is used.
extension RollUpTask {
    /// How long what machines say of an hour gathers before it is published; longer than a silent
    /// machine takes to move on with the clock.
    private static let gatheringNanoseconds = 15 * Nanoseconds.second

    /// Whether a message is an hour of a machine, and not a window of effectiveness.
    static func isAlarmLoad(_ message: InboundMessage) -> Bool {
        unsafe message.value.first == AlarmLoadContribution.version
    }

    func workOnLoad(_ message: InboundMessage, _ bench: Workbench) throws(Rejection) -> Fate {
        let contribution: AlarmLoadContribution
        var reader = unsafe StateReader(message.value)
        do { contribution = try AlarmLoadContribution(from: &reader) } catch {
            throw Self.unreadable(error)
        }
        let path = unsafe String(decoding: message.key, as: UTF8.self)
        guard contribution.machine == path || contribution.machine.hasPrefix(path + "/") else {
            throw Rejection("key-mismatch", "'\(contribution.machine)' does not lie below the key.")
        }
        guard bench.settings.plant.falseAlarmsPerDay(at: path) != nil else { return .ignored }
        newestTime = max(newestTime, contribution.start.nextHour)
        let book = try book(of: path)
        let fate = book.take(contribution)
        if fate == .late {
            writeLate(
                message,
                contribution.start.nextHour,
                "The hour of '\(contribution.machine)' that began at "
                    + "\(TimeFormatter.string(contribution.start)) is more than "
                    + "\(AlarmLoadBook.hoursMax) hours behind the newest of '\(path)'.",
                bench
            )
        }
        return fate
    }

    private func book(of path: String) throws(Rejection) -> AlarmLoadBook {
        if let book = loadBooks.first(where: { $0.path == path }) { return book }
        guard loadBooks.count < groupNames.countLimit else { throw tooManyPaths }
        let book = AlarmLoadBook(path: path)
        loadBooks.append(book)
        return book
    }

    /// Publishes the hours of which enough has gathered, or all of them at the end.
    func publishLoads(_ bench: Workbench, all: Bool = false) {
        for book in loadBooks {
            while let hour = book.nextDue(
                now: now,
                gathering: all ? .min : Self.gatheringNanoseconds
            ) {
                write(book, hour, bench)
            }
            book.forget()
        }
    }

    private func write(_ book: AlarmLoadBook, _ index: Int, _ bench: Workbench) {
        guard let budget = bench.settings.plant.falseAlarmsPerDay(at: book.path) else { return }
        let hour = book.hours[index]
        let (load, day) = (hour.sum, book.dayUntil(index))
        let end = hour.start.nextHour
        bench.keyID("kpi.alarms", book.path, hour.start, Int(hour.revision))
        bench.emit(.kpiAlarms, to: bundle, key: book.path, time: end) { bytes in
            JSONWriter.field("time", end, &bytes)
            JSONWriter.field("equipment", book.path, &bytes)
            JSONWriter.field("window_start", hour.start, &bytes)
            JSONWriter.field("window_end", end, &bytes)
            JSONWriter.field("status", word: hour.revision == 1 ? "final" : "revised", &bytes)
            JSONWriter.field("revision", Int(hour.revision), &bytes)
            if hour.revision > 1 {
                JSONWriter.field("supersedes", Int(hour.revision) - 1, &bytes)
            }
            JSONWriter.field("machines", hour.machines.count, &bytes)
            JSONWriter.field("points", load.pointCount, &bytes)
            JSONWriter.field("signals", load.signalCount, &bytes)
            JSONWriter.field("expected_false_alarms", load.expectedFalseAlarms, &bytes)
            JSONWriter.field("false_alarms_per_day", budget, &bytes)
            JSONWriter.field("used", load.expectedFalseAlarms * 24 / budget, &bytes)
            JSONWriter.field("signals_24h", day.signalCount, &bytes)
            JSONWriter.field("expected_false_alarms_24h", day.expectedFalseAlarms, &bytes)
            JSONWriter.field("used_24h", day.expectedFalseAlarms / budget, &bytes)
            JSONWriter.field("overdrawn", day.expectedFalseAlarms > budget, &bytes)
        }
    }
}
