import Records

extension EquipmentEffectiveness {
    /// The totals of a window up to `through`, stops judged by what is known at `known`.
    static func evaluate(
        _ slot: WindowSlot,
        through: EventTime,
        known: EventTime,
        _ states: borrowing StateHistory,
        _ counts: borrowing CountHistory,
        _ settings: EffectivenessSettings,
        _ calendar: ShiftCalendar,
        _ segment: inout CoverSegment
    ) -> OEETotals {
        var totals = slot.folded
        states.forEachPiece(from: slot.start, to: through, known: known) { piece in
            totals.add(piece, calendar: calendar, last: &segment)
        }
        counts.accumulate(from: slot.start, to: through, into: &totals)
        totals.settleRejects(areInsideTotal: counts.derivesGoodFrom <= through)
        totals.settlePlanned(countsUnknown: settings.countsUnknownAsPlanned)
        return totals
    }

    /// A record of a slot as it stands.
    static func record(
        _ kind: OEEWindowKind,
        _ slot: WindowSlot,
        _ through: EventTime,
        _ totals: OEETotals,
        _ calendar: ShiftCalendar
    ) -> OEEWindowRecord {
        let shift = kind == .day ? nil : calendar.shift(at: slot.start)
        return OEEWindowRecord(
            kind: kind,
            status: slot.revision == 0 ? .provisional : slot.revision == 1 ? .final : .revised,
            revision: slot.revision,
            shiftIndex: shift?.shiftIndex ?? -1,
            localDay: shift?.localDay ?? calendar.localDay(at: slot.start),
            start: slot.start,
            end: slot.end,
            through: through,
            totals: totals
        )
    }
}
