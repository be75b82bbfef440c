import Records

/// Where the rounds of a task are: over its machines, to move silent ones on, and over its series, to
/// find those that stopped coming. A tick goes so far and no further, whatever the size of the task.
struct TaskRounds {
    /// Machines that one tick looks at, and series.
    static let lookCountMax = 4_096
    /// Silent machines that one tick moves on.
    static let moveCountMax = 512
    /// Machines that one tick forgets, and series, and keys of rules.
    static let evictionCountMax = 64

    /// The next machine to look at; 0 between two rounds.
    var machine = 0
    /// A machine that this round met is further behind than a day.
    var isShort = false
    /// The next series to look at.
    var series = 0
}

extension TaskRounds: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(Int32(machine))
        writer.write(isShort)
        writer.write(Int32(series))
    }

    init(from reader: inout StateReader) throws(StateError) {
        machine = try reader.readIndex(below: Int(Int32.max))
        isShort = try reader.readBool()
        series = try reader.readIndex(below: Int(Int32.max))
    }
}
