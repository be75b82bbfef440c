import ArgumentParser
import Codecs

/// `takt chart freeze`.
struct ChartFreezeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze",
        abstract: "Make the limits of the trial the next version.",
        discussion: """
            For charts with `limits: {estimate: N, freeze: manual}`, and after `takt chart collect`.

            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var effective: EffectiveFrom
    @OptionGroup var order: ChartOrderOptions

    func run() throws { try order.order("freeze") { effective.write(to: &$0) } }
}

/// `takt chart propose`.
struct ChartProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Propose limits from the points since the change.",
        discussion: """
            A chart proposes by itself once twenty points speak for it; this asks for it after eight, also on
            a chart that is not suspect, such as after a calibration. The old limits stay in force.

            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var order: ChartOrderOptions

    func run() throws { try order.order("propose") }
}

/// `takt chart approve`.
struct ChartApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Make the proposed limits the next version.",
        discussion: """
            With --version the engine refuses when the chart has got other limits meanwhile.

            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var expected: ExpectedVersion
    @OptionGroup var effective: EffectiveFrom
    @OptionGroup var order: ChartOrderOptions

    func run() throws {
        try order.order("approve") { bytes in
            expected.write(to: &bytes)
            effective.write(to: &bytes)
        }
    }
}

/// `takt chart decline`.
struct ChartDeclineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: "Decline the proposed limits, or dismiss a suspicion.",
        discussion: """
            The limits stay in force and watching begins anew.

            Exit codes: 0 sent, 1 the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var expected: ExpectedVersion
    @OptionGroup var order: ChartOrderOptions

    func run() throws {
        try order.order("decline") { expected.write(to: &$0) }
    }
}
