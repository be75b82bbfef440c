import ProcessControl
import Records

/// What one series measured in the windows that are still open, by stage.
///
/// A window is open until the progress of its machine has passed its end. Memory: some 250 bytes for each
/// stage of each open window; mostly one of each.
struct CapabilityStudy {
    /// Stages of one window; values of further ones are left out and counted.
    static let stagesMax = 16
    /// Windows that may be open; it takes a machine far ahead of the other topics to have many.
    static let windowsMax = 64

    /// One stage of a window.
    struct Stage {
        var name: String
        var reading: CapabilityReading
        var within = WithinSigma()
        var signalCount = 0
    }

    struct Window {
        var start: EventTime
        var stages: [Stage] = []
    }

    /// Open windows by their start.
    private(set) var windows: [Window] = []
    /// Windows that began before this are out.
    private var closedThrough = EventTime.distantPast
    /// Values that found their window closed, or too many stages or windows, since the last window was
    /// out.
    private(set) var leftOutCount = 0
    /// Where the newest value went, for a signal of it.
    private var newest: (window: Int, stage: Int)?

    /// Takes the value or the values of a message.
    mutating func add(
        _ values: Span<Double>,
        stage: String,
        at time: EventTime,
        _ plan: CapabilityPlan
    ) {
        newest = nil
        let start = plan.start(of: time)
        guard start >= closedThrough, let window = place(start) else {
            leftOutCount += values.count
            return
        }
        let known = windows[window].stages.firstIndex { $0.name == stage }
        let index = known ?? windows[window].stages.count
        if known == nil {
            guard index < Self.stagesMax else {
                leftOutCount += values.count
                return
            }
            windows[window].stages.append(
                Stage(name: stage, reading: CapabilityReading(plan.specification))
            )
        }
        windows[window].stages[index].add(values)
        newest = (window, index)
    }

    /// The newest value completed a rule of a chart.
    mutating func noteSignal() {
        guard let newest else { return }
        windows[newest.window].stages[newest.stage].signalCount += 1
    }

    /// Takes out the oldest window, if it ends by a time.
    mutating func close(by progress: EventTime, _ plan: CapabilityPlan) -> (Window, leftOut: Int)? {
        guard let first = windows.first else { return nil }
        let end = first.start.advanced(byNanoseconds: plan.settings.windowNanoseconds)
        guard end <= progress else { return nil }
        closedThrough = end
        newest = nil
        windows.removeFirst()
        defer { leftOutCount = 0 }
        return (first, leftOutCount)
    }

    /// The window that begins at a time, opened when it is new; nil when too many are open.
    private mutating func place(_ start: EventTime) -> Int? {
        let index = windows.lastIndex { $0.start <= start }
        if let index, windows[index].start == start { return index }
        guard windows.count < Self.windowsMax else { return nil }
        let place = index.map { $0 + 1 } ?? 0
        windows.insert(Window(start: start), at: place)
        return place
    }
}

extension CapabilityStudy.Stage {
    mutating func add(_ values: Span<Double>) {
        for index in values.indices { reading.add(values[index]) }
        if values.count == 1 {
            within.add(values[0])
        } else if let group = SubgroupSummary(values) {
            within.add(group)
        }
    }

    /// What the process can do, by what was measured. About a tenth of a millisecond.
    var capability: Capability {
        let freedom = within.degreesOfFreedom
        return Capability(
            reading,
            sigmaWithin: within.sigma,
            signalCount: signalCount,
            degreesOfFreedom: freedom.isNaN ? nil : freedom
        )
    }
}

extension CapabilityStudy {
    func write(to writer: inout StateWriter) {
        writer.write(closedThrough)
        writer.write(Int64(leftOutCount))
        writer.write(count: windows.count)
        for window in windows {
            writer.write(window.start)
            writer.write(count: window.stages.count)
            for stage in window.stages {
                writer.write(stage.name)
                // A new plant file may have changed it for windows to come.
                writer.write(stage.reading.specification)
                stage.reading.write(to: &writer)
                writer.write(stage.within)
                writer.write(Int64(stage.signalCount))
            }
        }
    }

    init(_ plan: CapabilityPlan, from reader: inout StateReader) throws(StateError) {
        closedThrough = try reader.readTime()
        leftOutCount = Int(try reader.read(in: 0...(Int64.max / 2), "a count of values"))
        let count = try reader.readCount(limit: Self.windowsMax, elementByteCount: 12)
        for _ in 0..<count {
            var window = Window(start: try reader.readTime())
            guard window.start == plan.start(of: window.start),
                window.start > windows.last?.start ?? .distantPast
            else { throw reader.invalid("a window that begins at no beginning") }
            let stages = try reader.readCount(limit: Self.stagesMax, elementByteCount: 100)
            for _ in 0..<stages {
                let name = try reader.readText()
                var stage = Stage(
                    name: name,
                    reading: try CapabilityReading(
                        try SpecificationLimits(from: &reader),
                        from: &reader
                    )
                )
                stage.within = try WithinSigma(from: &reader)
                stage.signalCount = Int(try reader.read(in: 0...(Int64.max / 2), "signals"))
                window.stages.append(stage)
            }
            windows.append(window)
        }
    }
}
