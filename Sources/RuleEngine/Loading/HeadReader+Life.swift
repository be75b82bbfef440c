// What has to happen to an alert after it was raised: acknowledgement, reset, re-alarm, flapping.

extension HeadReader {
    mutating func readLife() {
        let tree = declaration.tree
        if tree["latch"] != .nothing {
            if case .boolean(let isLatching)? = tree["latch"].scalar {
                rule.isLatching = isLatching
            } else {
                wrongType("latch", "true or false", tree["latch"])
            }
        }
        let acknowledgement = text("ack", tree["ack"])
        if acknowledgement == "required" {
            rule.needsAcknowledgement = true
        } else if acknowledgement != "", acknowledgement != "optional" {
            report(
                "E119",
                "'ack' is \"required\" or \"optional\", not \"\(acknowledgement)\"",
                path: "ack",
                atValue: true
            )
        }
        rule.realarmNanoseconds = duration("realarm_after", tree["realarm_after"]) ?? 0
        if rule.realarmNanoseconds != 0, rule.realarmNanoseconds < 1_000_000_000 {
            report("E111", "'realarm_after' is at least 1s", path: "realarm_after", atValue: true)
        }
        readFlap()
    }

    private mutating func readFlap() {
        let tree = table("flap", known: ["high", "low"])
        guard case .table = tree else { return }
        var flap = AlertFlap()
        flap.high = percentage("flap.high", tree["high"]) ?? flap.high
        flap.low = percentage("flap.low", tree["low"]) ?? min(flap.low, flap.high)
        if flap.low > flap.high {
            report(
                "E120",
                "'flap.low' (\(RuleValue.number(flap.low).text)) is above 'flap.high' "
                    + "(\(RuleValue.number(flap.high).text)); an alert comes to rest below the lower one",
                path: "flap"
            )
        }
        rule.flap = flap
    }

    private mutating func percentage(_ path: String, _ tree: LuaTree) -> Double? {
        guard tree != .nothing else { return nil }
        guard let value = tree.scalar?.double, value > 0, value <= 100 else {
            wrongType(path, "a percentage above 0, up to 100", tree)
            return nil
        }
        return value
    }
}
