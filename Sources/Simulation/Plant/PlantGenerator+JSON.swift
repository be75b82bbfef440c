import Codecs
import Records

// Field names and words need no escapes, and every number is finite: so the JSON is written
// straight into the buffer.
extension PlantGenerator {
    static let lotNanoseconds = 10 * Nanoseconds.minute
    static let modulus: Int64 = 65_536

    mutating func writeState(_ index: Int, _ time: Int64, _ bytes: inout [UInt8]) {
        writeHead(index, time, &bytes)
        let state = machines[index].state
        append(",\"state\":\"", &bytes)
        append(machines[index].site == 0 ? state.word : state.packML, &bytes)
        if let reason = machines[index].reason {
            append("\",\"reason\":\"", &bytes)
            append(reason, &bytes)
        }
        append("\",\"mode\":\"production", &bytes)
        writeTail(index, &bytes)
    }

    mutating func writeCounts(_ index: Int, _ time: Int64, _ bytes: inout [UInt8]) {
        let (pieces, scrap) = takePieces(index, time)
        writeHead(index, time, &bytes)
        if machines[index].kind.isCounter {
            machines[index].total = (machines[index].total + pieces) % Self.modulus
            machines[index].scrap = (machines[index].scrap + scrap) % Self.modulus
            append(",\"total\":", &bytes)
            JSONWriter.appendInteger(machines[index].total, &bytes)
            append(",\"scrap\":", &bytes)
            JSONWriter.appendInteger(machines[index].scrap, &bytes)
            append(",\"modulus\":65536,\"kind\":\"counter", &bytes)
        } else {
            append(",\"good\":", &bytes)
            JSONWriter.appendInteger(pieces - scrap, &bytes)
            append(",\"scrap\":", &bytes)
            JSONWriter.appendInteger(scrap, &bytes)
            append(",\"kind\":\"delta", &bytes)
        }
        writeTail(index, &bytes)
    }

    mutating func writeReading(
        _ index: Int,
        _ signal: Int,
        _ model: SignalModel,
        _ time: Int64,
        _ bytes: inout [UInt8]
    ) {
        let value = reading(index, signal, model, time)
        machines[index].signals[signal].count += 1
        writeHead(index, time, &bytes)
        writeCharacteristic(model, &bytes)
        append("\",\"value\":", &bytes)
        appendFixed(value, model.digits, &bytes)
        append(",\"lot\":\"", &bytes)
        writeLot(index, time, &bytes)
        writeTail(index, &bytes)
    }

    mutating func writeSubgroup(
        _ index: Int,
        _ signal: Int,
        _ model: SignalModel,
        _ time: Int64,
        _ bytes: inout [UInt8]
    ) {
        let values = subgroup(index, signal, model)
        let mean = model.mean + faultOffset(index, model, time)
        machines[index].signals[signal].count += 1
        let count = machines[index].signals[signal].count
        writeHead(index, time, &bytes)
        writeCharacteristic(model, &bytes)
        append("\",\"values\":[", &bytes)
        for at in 0..<5 {
            if at > 0 { bytes.append(0x2C) }
            appendFixed(mean + values[at], model.digits, &bytes)
        }
        append("],\"subgroup\":", &bytes)
        JSONWriter.appendInteger(count, &bytes)
        append(",\"lot\":\"", &bytes)
        writeLot(index, time, &bytes)
        append("\",\"serial\":\"", &bytes)
        bytes.append(contentsOf: machines[index].lotPrefix.utf8)
        appendPadded(count * 5, 6, &bytes)
        append("\",\"operator\":\"", &bytes)
        append(count / 32 % 2 == 0 ? "op-17" : "op-23", &bytes)
        writeTail(index, &bytes)
    }

    mutating func writeInspection(_ index: Int, _ time: Int64, _ bytes: inout [UInt8]) {
        let isDefective = machines[index].random.unit() < 0.15
        writeHead(index, time, &bytes)
        append(",\"characteristic\":\"surface\",\"inspected\":50,\"defectives\":", &bytes)
        append(isDefective ? "1" : "0", &bytes)
        append(",\"lot\":\"", &bytes)
        writeLot(index, time, &bytes)
        writeTail(index, &bytes)
    }

    private func writeHead(_ index: Int, _ time: Int64, _ bytes: inout [UInt8]) {
        bytes.append(contentsOf: machines[index].head)
        TimeFormatter.append(EventTime(nanoseconds: time), to: &bytes)
        bytes.append(0x22)
    }

    private func writeCharacteristic(_ model: SignalModel, _ bytes: inout [UInt8]) {
        append(",\"characteristic\":\"", &bytes)
        bytes.append(contentsOf: model.name.utf8)
        append("\",\"unit\":\"", &bytes)
        bytes.append(contentsOf: model.unit.utf8)
    }

    /// Closes the text field that is open, then product and sequence number.
    private mutating func writeTail(_ index: Int, _ bytes: inout [UInt8]) {
        append("\",\"product\":\"", &bytes)
        bytes.append(contentsOf: machines[index].kind.products[machines[index].product].utf8)
        append("\",\"seq\":", &bytes)
        machines[index].sequence += 1
        JSONWriter.appendInteger(machines[index].sequence, &bytes)
        bytes.append(0x7D)
    }

    private func writeLot(_ index: Int, _ time: Int64, _ bytes: inout [UInt8]) {
        bytes.append(contentsOf: machines[index].lotPrefix.utf8)
        appendPadded((time - start) / Self.lotNanoseconds + 1, 4, &bytes)
    }

    private func append(_ text: StaticString, _ bytes: inout [UInt8]) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    private func appendPadded(_ value: Int64, _ width: Int, _ bytes: inout [UInt8]) {
        var scale: Int64 = 1
        for _ in 1..<width { scale *= 10 }
        while scale > 1, value < scale {
            bytes.append(0x30)
            scale /= 10
        }
        JSONWriter.appendInteger(value, &bytes)
    }

    private func appendFixed(_ value: Double, _ digits: Int, _ bytes: inout [UInt8]) {
        var scale: Int64 = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((value * Double(scale)).rounded())
        if scaled < 0 { bytes.append(0x2D) }
        let magnitude = Int64(scaled.magnitude)
        JSONWriter.appendInteger(magnitude / scale, &bytes)
        bytes.append(0x2E)
        appendPadded(magnitude % scale, digits, &bytes)
    }
}
