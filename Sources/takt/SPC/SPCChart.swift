import ArgumentParser
import ProcessControl

/// The charts that `takt spc` draws.
enum SPCChart: String, CaseIterable, ExpressibleByArgument {
    case individuals = "i-mr"
    case meanRange = "xbar-r"
    case meanDeviation = "xbar-s"
    case ewma
    case cusum
    case np
    case p
    case c
    case u
    case laneyP = "laney-p"
    case laneyU = "laney-u"

    /// The kind of attributes; nil for charts of measured values.
    var attributes: AttributeKind? { AttributeKind.allCases.first { $0.name == rawValue } }

    /// What heads the picture.
    var title: String { ChartTitle.of(rawValue) }
}

extension SigmaMethod: ExpressibleByArgument {
    /// A method by its name.
    public init?(argument: String) {
        guard let method = SigmaMethod.allCases.first(where: { $0.name == argument }) else {
            return nil
        }
        self = method
    }

    /// The names that help lists.
    public static var allValueStrings: [String] { allCases.map(\.name) }
}
