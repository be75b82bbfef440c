import Records

// What a rule remembers, as Lua reads and writes it.

/// The methods of rings, windows, counters and sets; raw values are known to the interpreter only.
enum StateMethod: Int, CaseIterable {
    case push, add, list, count, sum, mean, min, max, last, first, has, remove, clear
}

extension RuleHost {
    func stateGet(_ cell: Int, _ out: LuaAnswer) -> Int32 {
        guard cells.indices.contains(cell) else { return fail("this state is unknown", out) }
        if case .value(let value) = cells[cell] {
            put(value, out)
        } else {
            out.putObject()
        }
        return 0
    }

    func stateSet(_ cell: Int, _ raw: LuaTree, _ out: LuaAnswer) -> Int32 {
        guard cells.indices.contains(cell) else { return fail("this state is unknown", out) }
        let name = cellNames[cell]
        guard case .value = cells[cell] else {
            return fail("'\(name)' is a collection; change it with its methods", out)
        }
        guard let value = storable(raw) else {
            return fail(
                "'\(name)' can hold a number, a text or a truth value, not a table or a function",
                out
            )
        }
        if case .text(let text) = value, text.utf8.count > StateCell.textByteCountLimit {
            return fail(
                "'\(name)' can hold at most \(StateCell.textByteCountLimit) bytes of text",
                out
            )
        }
        cells[cell] = .value(value)
        return 0
    }

    private func storable(_ raw: LuaTree) -> RuleValue? {
        raw == .nothing ? RuleValue.nothing : raw.scalar
    }

    // MARK: Collections

    /// A negative method asks for one element of the list that `list` announced.
    func objectCall(
        _ cell: Int,
        _ code: Int,
        _ raw: LuaTree,
        _ out: LuaAnswer
    ) -> Int32 {
        guard cells.indices.contains(cell) else { return fail("this state is unknown", out) }
        if code < 0 {
            let values = list(cells[cell])
            guard case .integer(let position) = raw else {
                return fail("a position is needed", out)
            }
            let index = Int(position) - 1
            put(values.indices.contains(index) ? values[index] : .nothing, out)
            return 0
        }
        guard let method = StateMethod(rawValue: code) else {
            return fail("this method is unknown", out)
        }
        switch cells[cell] {
        case .value: return fail("'\(cellNames[cell])' has no methods", out)
        case .ring(let values, let limit): return ring(cell, values, limit, method, raw, out)
        case .set(let values, let limit): return set(cell, values, limit, method, raw, out)
        case .window(let points, let span):
            return window(cell, recent(points, span), span, method, raw, out)
        case .counter(let points, let span):
            return counter(cell, recent(points, span), span, method, raw, out)
        }
    }

    private func list(_ cell: StateCell) -> [RuleValue] {
        switch cell {
        case .value: []
        case .ring(let values, _), .set(let values, _): values
        case .window(let points, let span), .counter(let points, let span):
            recent(points, span).map { .number($0.number) }
        }
    }

    /// Points of the last `span`: the interval (time − span, time].
    private func recent(_ points: [StateCell.TimedNumber], _ span: Int64) -> [StateCell.TimedNumber]
    {
        let start = time.advanced(byNanoseconds: -span).nanoseconds
        return Array(points.drop { $0.time <= start })
    }

    private func unknown(_ method: StateMethod, _ what: String, _ out: LuaAnswer) -> Int32 {
        fail("a \(what) has no method '\(method)'", out)
    }

    private func put(list count: Int, _ out: LuaAnswer) -> Int32 {
        out.putList(count: count)
        return 0
    }

    private func put(count: Int, _ out: LuaAnswer) -> Int32 {
        put(.integer(Int64(count)), out)
        return 0
    }

    private func element(_ raw: LuaTree) -> RuleValue? {
        guard let value = storable(raw), value != .nothing else { return nil }
        if case .text(let text) = value, text.utf8.count > StateCell.textByteCountLimit {
            return nil
        }
        return value
    }

    private func ring(
        _ cell: Int,
        _ old: [RuleValue],
        _ limit: Int,
        _ method: StateMethod,
        _ raw: LuaTree,
        _ out: LuaAnswer
    ) -> Int32 {
        var values = old
        switch method {
        case .push, .add:
            guard let value = element(raw) else {
                return fail("a ring takes a number, a text or a truth value", out)
            }
            values.append(value)
            if values.count > limit { values.removeFirst(values.count - limit) }
            cells[cell] = .ring(values: values, limit: limit)
        case .clear: cells[cell] = .ring(values: [], limit: limit)
        case .list: return put(list: values.count, out)
        case .count: return put(count: values.count, out)
        case .last: put(values.last ?? .nothing, out)
        case .first: put(values.first ?? .nothing, out)
        case .has: put(.boolean(values.contains { $0 == element(raw) }), out)
        case .sum, .mean, .min, .max: return statistic(values.compactMap(\.double), method, out)
        case .remove: return unknown(method, "ring", out)
        }
        return 0
    }

    private func set(
        _ cell: Int,
        _ old: [RuleValue],
        _ limit: Int,
        _ method: StateMethod,
        _ raw: LuaTree,
        _ out: LuaAnswer
    ) -> Int32 {
        var values = old
        switch method {
        case .add, .push:
            guard let value = element(raw) else {
                return fail("a set takes a number, a text or a truth value", out)
            }
            let isNew = !values.contains(value)
            if isNew { values.append(value) }
            if values.count > limit { values.removeFirst() }
            cells[cell] = .set(values: values, limit: limit)
            put(.boolean(isNew), out)
        case .remove:
            values.removeAll { $0 == element(raw) }
            cells[cell] = .set(values: values, limit: limit)
        case .has: put(.boolean(values.contains { $0 == element(raw) }), out)
        case .clear: cells[cell] = .set(values: [], limit: limit)
        case .list: return put(list: values.count, out)
        case .count: return put(count: values.count, out)
        default: return unknown(method, "set", out)
        }
        return 0
    }

    private func window(
        _ cell: Int,
        _ recent: [StateCell.TimedNumber],
        _ span: Int64,
        _ method: StateMethod,
        _ raw: LuaTree,
        _ out: LuaAnswer
    ) -> Int32 {
        var points = recent
        switch method {
        case .push, .add:
            guard let number = element(raw)?.double, number.isFinite else {
                return fail("a window takes finite numbers", out)
            }
            append(number, to: &points)
            cells[cell] = .window(points: points, span: span)
        case .clear: cells[cell] = .window(points: [], span: span)
        case .list: return put(list: points.count, out)
        case .count: return put(count: points.count, out)
        case .last: put(points.last.map { .number($0.number) } ?? .nothing, out)
        case .first: put(points.first.map { .number($0.number) } ?? .nothing, out)
        case .sum, .mean, .min, .max: return statistic(points.map(\.number), method, out)
        case .has, .remove: return unknown(method, "window", out)
        }
        return 0
    }

    private func counter(
        _ cell: Int,
        _ recent: [StateCell.TimedNumber],
        _ span: Int64,
        _ method: StateMethod,
        _ raw: LuaTree,
        _ out: LuaAnswer
    ) -> Int32 {
        var points = recent
        switch method {
        case .add, .push:
            let amount = element(raw).map(\.double) ?? 1
            guard let amount, amount.isFinite else {
                return fail("a counter takes finite numbers", out)
            }
            append(amount, to: &points)
            cells[cell] = .counter(points: points, span: span)
            put(total(points), out)
        case .clear: cells[cell] = .counter(points: [], span: span)
        case .count, .sum: put(total(points), out)
        default: return unknown(method, "counter", out)
        }
        return 0
    }

    private func append(_ number: Double, to points: inout [StateCell.TimedNumber]) {
        points.append(.init(time: time.nanoseconds, number: number))
        if points.count > StateCell.pointCountLimit {
            points.removeFirst(points.count - StateCell.pointCountLimit)
        }
    }

    private func total(_ points: [StateCell.TimedNumber]) -> RuleValue {
        let sum = points.reduce(0) { $0 + $1.number }
        return Int64(exactly: sum).map { .integer($0) } ?? .number(sum)
    }

    private func statistic(
        _ numbers: [Double],
        _ method: StateMethod,
        _ out: LuaAnswer
    ) -> Int32 {
        let sum = numbers.reduce(0, +)
        switch method {
        case .sum: put(.number(sum), out)
        case .mean: put(numbers.isEmpty ? .nothing : .number(sum / Double(numbers.count)), out)
        case .min: put(numbers.min().map { .number($0) } ?? .nothing, out)
        default: put(numbers.max().map { .number($0) } ?? .nothing, out)
        }
        return 0
    }
}
