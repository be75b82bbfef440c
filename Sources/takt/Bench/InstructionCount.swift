import Foundation

/// Instructions per event, counted by running this program again under callgrind.
enum InstructionCount {
    private static let machines = 10
    private static let minutes = 200

    /// The difference between a run of `minutes` and one of twice the length, publishing included,
    /// over the events in between. Takes some seconds; throws when valgrind is missing or failed.
    static func perEvent(of stream: OEEBench.Stream) throws -> Double {
        let (short, long) = try (count(stream, minutes), count(stream, 2 * minutes))
        let events = machines * minutes * stream.perMinute
        return Double(long - short) / Double(events)
    }

    private static func count(_ stream: OEEBench.Stream, _ minutes: Int) throws -> Int {
        let process = Process()
        let report = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
            "/proc/\(ProcessInfo.processInfo.processIdentifier)/exe", "bench", "oee", "--only",
            stream.rawValue, "--minutes", "\(minutes)", "--machines", "\(machines)", "--rounds",
            "1",
        ]
        process.standardError = report
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: report.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        // callgrind ends with a line like "==123== Collected : 118254546".
        guard process.terminationStatus == 0,
            let line = text.split(separator: "\n").last(where: { $0.contains("Collected :") }),
            let word = line.split(separator: " ").last, let count = Int(word)
        else {
            throw Failure(
                "valgrind counted no instructions (exit \(process.terminationStatus)). Install the "
                    + "package valgrind, or leave --instructions out."
            )
        }
        return count
    }
}
