import ArgumentParser
import Codecs

/// Which of the collected points.
struct CollectedPoint: ParsableArguments {
    @Option(
        help: ArgumentHelp("Its number among the collected points, from 1.", valueName: "number")
    )
    var point: Int?

    @Option(help: ArgumentHelp("Or the offset of its record.", valueName: "offset"))
    var offset: Int?

    func validate() throws {
        if (point == nil) == (offset == nil) {
            throw ValidationError("Say which point: either --point or --offset.")
        }
    }

    func write(to bytes: inout [UInt8]) {
        if let point { JSONWriter.field("point", point, &bytes) }
        if let offset { JSONWriter.field("offset", offset, &bytes) }
    }
}

/// `takt chart exclude`.
struct ChartExcludeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclude",
        abstract: "Leave a collected point out of the trial, with its assigned cause.",
        discussion: """
            Only a point with a cause may leave. spc.limits tells which points lie beyond the limits on trial.

            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var which: CollectedPoint
    @Option(help: ArgumentHelp("What happened.", valueName: "text"))
    var cause: String

    @OptionGroup var order: ChartOrderOptions

    func run() throws {
        try order.order("exclude") { bytes in
            which.write(to: &bytes)
            JSONWriter.field("cause", cause, &bytes)
        }
    }
}

/// `takt chart include`.
struct ChartIncludeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "include",
        abstract: "Take a point back into the trial.",
        discussion: """
            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var which: CollectedPoint
    @OptionGroup var order: ChartOrderOptions

    func run() throws { try order.order("include") { which.write(to: &$0) } }
}

/// `takt chart collect`.
struct ChartCollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Collect points for new limits; nothing is judged until they are frozen.",
        discussion: """
            Versions stay known. `takt chart freeze` ends it.

            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var order: ChartOrderOptions

    func run() throws { try order.order("collect") }
}

/// `takt chart limits`.
struct ChartLimitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "State limits; they become the next version.",
        discussion: """
            Charts of measurements need --mean and --sigma of single values, charts of inspections --average,
            and laney-p and laney-u --sigma-z besides.

            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @Option(help: "Mean of single values.")
    var mean: Double?

    @Option(help: "Standard deviation of single values within subgroups.")
    var sigma: Double?

    @Option(help: "Average of a chart of inspections.")
    var average: Double?

    @Option(help: "Variation between samples; laney-p and laney-u.")
    var sigmaZ: Double?

    @OptionGroup var effective: EffectiveFrom
    @OptionGroup var order: ChartOrderOptions

    func validate() throws {
        if (mean == nil || sigma == nil) && average == nil {
            throw ValidationError("Say --mean and --sigma, or --average for inspections.")
        }
    }

    func run() throws {
        try order.order("limits") { bytes in
            if let mean { JSONWriter.field("mean", mean, &bytes) }
            if let sigma { JSONWriter.field("sigma", sigma, &bytes) }
            if let average { JSONWriter.field("average", average, &bytes) }
            if let sigmaZ { JSONWriter.field("sigma_z", sigmaZ, &bytes) }
            effective.write(to: &bytes)
        }
    }
}
