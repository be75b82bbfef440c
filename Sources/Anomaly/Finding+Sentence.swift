extension Finding {
    /// One sentence for a person, such as "23.4 °C is above the expected 20.1 °C by 5.2 deviations
    /// (limit 4)". Allocates; for the cold side.
    public func sentence(unit: String = "") -> String {
        func value(_ number: Double) -> String {
            unit.isEmpty ? Self.short(number) : "\(Self.short(number)) \(unit)"
        }
        func seconds(_ nanoseconds: Double) -> String { "\(Self.short(nanoseconds / 1e9)) s" }
        let deviations = "by \(Self.short(statistic)) deviations (limit \(Self.short(limit)))"
        switch reason {
        case .notFinite: return "The reading is not a finite number."
        case .aboveLimit:
            return "\(value(observed)) is above the possible maximum of \(value(limit))."
        case .belowLimit:
            return "\(value(observed)) is below the possible minimum of \(value(limit))."
        case .stuck:
            return "The value stays at \(value(expected)) for \(seconds(statistic)) "
                + "(limit \(seconds(limit)))."
        case .silent: return "No reading for \(seconds(observed)) (limit \(seconds(limit)))."
        case .risingTooFast, .fallingTooFast:
            return "The change from \(value(expected)) to \(value(observed)) is "
                + "\(value(statistic)) per second (limit \(value(limit)))."
        case .aboveExpected:
            return "\(value(observed)) is above the expected \(value(expected)) \(deviations)."
        case .belowExpected:
            return "\(value(observed)) is below the expected \(value(expected)) \(deviations)."
        case .normal: return "\(value(observed)) is normal."
        }
    }

    /// At least five significant digits, never exponents for everyday numbers.
    static func short(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
        var factor = 1.0
        while abs(number) * factor < 10_000 && factor < 1e9 && number != 0 { factor *= 10 }
        let rounded = (number * factor).rounded() / factor
        return rounded == rounded.rounded() && abs(rounded) < 1e12
            ? "\(Int64(rounded))" : "\(rounded)"
    }
}
