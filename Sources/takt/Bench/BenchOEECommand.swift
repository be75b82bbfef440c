import ArgumentParser
import Records

/// `takt bench oee`: the effectiveness core alone.
struct BenchOEECommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oee",
        abstract: "Nanoseconds and instructions per count and state, and bytes per machine.",
        discussion: """
            Feeds counts and states made beforehand to machines in turn on this thread, publishing the \
            windows after each minute of plant time, and says what taking an event in and publishing a \
            record cost. Time is processor time of the thread; the median of the rounds counts. \
            Instructions are counted by valgrind (--tool=callgrind), which has to be installed: the \
            difference between a run and one of twice the length. Bytes are those of machines with \
            minute, hour, shift and day windows, a count every 10 s and a state every 15 min, seven \
            hours into a shift.

            Examples:
              takt bench oee --machines 100 --minutes 2000
              takt bench oee --instructions

            Exit codes: 0 measured, 1 valgrind did not run, 2 usage.
            """
    )

    @Option(help: ArgumentHelp("Minutes of plant time per round.", valueName: "count"))
    var minutes = 2_000

    @Option(help: ArgumentHelp("Machines, one after the other.", valueName: "count"))
    var machines = 100

    @Option(help: ArgumentHelp("Rounds; the median counts.", valueName: "count"))
    var rounds = 5

    @Option(help: ArgumentHelp("Machines whose memory is measured.", valueName: "count"))
    var memoryMachines = 500

    @Flag(help: "Count instructions, which takes about a minute.")
    var instructions = false

    @Option(help: ArgumentHelp("Only this stream, without memory.", visibility: .hidden))
    var only: OEEBench.Stream?

    func validate() throws {
        guard (1...1_000_000).contains(minutes), (1...100_000).contains(machines),
            (1...100).contains(rounds), (1...100_000).contains(memoryMachines)
        else {
            throw ValidationError(
                "--minutes has to be 1 to 1000000, --machines and --memory-machines 1 to 100000, "
                    + "--rounds 1 to 100."
            )
        }
    }

    func run() throws {
        let bench = OEEBench(minutes: minutes, machines: machines, rounds: rounds)
        var table = TableText(
            ["EVENT", "NS/EVENT", "INSTRUCTIONS", "NS/RECORD", "RECORDS", "RESULT"],
            right: ["NS/EVENT", "INSTRUCTIONS", "NS/RECORD", "RECORDS", "RESULT"]
        )
        for stream in OEEBench.Stream.allCases where only == nil || only == stream {
            let row = bench.run(stream)
            let counted = instructions ? try InstructionCount.perEvent(of: stream) : nil
            table.add([
                stream.name, NumberText.fixed(row.nanoseconds, 1),
                counted.map { NumberText.fixed($0, 0) } ?? "–",
                NumberText.fixed(row.publishNanoseconds, 0), "\(row.recordCount)",
                NumberText.fixed(row.result, 0),
            ])
        }
        print(table.text, terminator: "")
        if only == nil { try printMemory() }
    }

    private func printMemory() throws {
        let bench = OEEMemoryBench(machines: memoryMachines, hours: 31)
        let second = Nanoseconds.second
        var table = TableText(
            ["LATENESS", "GRACE", "BYTES/MACHINE", "RESIDENT", "RECORDS"],
            right: ["BYTES/MACHINE", "RESIDENT", "RECORDS"]
        )
        for (lateness, grace) in [(10 * second, 1_800 * second), (5 * second, 3_600 * second)] {
            let row = try bench.run(lateness: lateness, grace: grace)
            table.add([
                NumberText.duration(nanoseconds: lateness),
                NumberText.duration(nanoseconds: grace),
                "\(row.byteCount)", "\(row.residentByteCount)", "\(row.recordCount)",
            ])
        }
        print("\n" + table.text, terminator: "")
    }
}

extension OEEBench.Stream: ExpressibleByArgument {}
