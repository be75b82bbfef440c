import Records

/// What the machines below one path used of its budget of false alarms, hour by hour, for two days. One per
/// path with a budget.
final class AlarmLoadBook {
    /// One hour: what each machine said, by name, and what was published of it.
    struct Hour {
        let start: EventTime
        var revision: Int32 = 0
        /// Whether something came that is not published yet.
        var hasNews = false
        /// The first tick after it came; the clock of the record itself may stand still before a leap.
        var newsAt: EventTime?
        var machines: [(name: String, load: AlarmLoad)] = []

        init(start: EventTime) { self.start = start }

        var sum: AlarmLoad {
            machines.reduce(into: AlarmLoad()) { $0 += $1.load }
        }
    }

    /// Hours that still take what comes late.
    static let hoursMax = 48

    let path: String
    /// By start.
    private(set) var hours: [Hour] = []

    init(path: String) { self.path = path }

    /// Enters an hour of a machine. A machine tells an hour once; a repeat is a duplicate.
    func take(_ contribution: AlarmLoadContribution) -> Fate {
        let start = contribution.start
        let oldest = (hours.last?.start ?? start).advanced(
            byNanoseconds: -Int64(Self.hoursMax - 1) * EventTime.hourNanoseconds
        )
        guard start >= oldest else { return .late }
        let place = hours.partitionIndex { $0.start >= start }
        if place == hours.count || hours[place].start != start {
            hours.insert(Hour(start: start), at: place)
        }
        let name = contribution.machine
        let index = hours[place].machines.partitionIndex { $0.name >= name }
        if index < hours[place].machines.count, hours[place].machines[index].name == name {
            return .duplicate
        }
        hours[place].machines.insert((name, contribution.load), at: index)
        hours[place].hasNews = true
        return .counted
    }

    /// The index of the first hour whose news have gathered for so long, now one revision further.
    func nextDue(now: EventTime, gathering: Int64) -> Int? {
        for index in hours.indices where hours[index].hasNews {
            let since = hours[index].newsAt ?? now
            hours[index].newsAt = since
            guard now - since >= gathering else { continue }
            hours[index].hasNews = false
            hours[index].newsAt = nil
            hours[index].revision += 1
            return index
        }
        return nil
    }

    /// What was used in the twenty-four hours that end with an hour.
    func dayUntil(_ index: Int) -> AlarmLoad {
        let first = hours[index].start.advanced(byNanoseconds: -23 * EventTime.hourNanoseconds)
        return hours[...index].reduce(into: AlarmLoad()) {
            if $1.start >= first { $0 += $1.sum }
        }
    }

    /// Forgets the hours that are too old for anything to come.
    func forget() {
        guard let newest = hours.last?.start else { return }
        let oldest = newest.advanced(
            byNanoseconds: -Int64(Self.hoursMax - 1) * EventTime.hourNanoseconds
        )
        hours.removeFirst(hours.partitionIndex { $0.start >= oldest })
    }
}

extension AlarmLoadBook {
    func write(to writer: inout StateWriter) {
        writer.write(path)
        writer.write(count: hours.count)
        for hour in hours {
            writer.write(hour.start)
            writer.write(hour.revision)
            writer.write(hour.hasNews)
            writer.write(hour.newsAt ?? .distantPast)
            writer.write(count: hour.machines.count)
            for machine in hour.machines {
                writer.write(machine.name)
                machine.load.write(to: &writer)
            }
        }
    }

    convenience init(from reader: inout StateReader, machinesMax: Int) throws(StateError) {
        self.init(path: try reader.readText())
        let count = try reader.readCount(limit: Self.hoursMax, elementByteCount: 23)
        for _ in 0..<count {
            var hour = Hour(start: try reader.readTime())
            guard hour.start > hours.last?.start ?? .distantPast else {
                throw reader.invalid("hours out of order")
            }
            hour.revision = try reader.read(in: Int32(0)...Int32.max, "a revision")
            hour.hasNews = try reader.readBool()
            let newsAt = try reader.readTime()
            hour.newsAt = newsAt == .distantPast ? nil : newsAt
            for _ in 0..<(try reader.readCount(limit: machinesMax, elementByteCount: 26)) {
                let name = try reader.readText()
                hour.machines.append((name, try AlarmLoad(from: &reader)))
            }
            hours.append(hour)
        }
    }
}
