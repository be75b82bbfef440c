import Effectiveness
import Records

extension Machine {
    /// Writes what the machine did and does; what the plant says about it comes from the plant file.
    func write(to writer: inout StateWriter, products: borrowing SharedNames) {
        writer.write(name)
        writer.write(category.rawValue)
        writer.write(stateTime)
        writer.write(stateText)
        writer.write(name: product, of: products)
        writer.write(productTime)
        writer.write(productSince)
        writer.write(beginsAt)
        writer.write(newest)
        writer.write(progress)
        writer.write(heardAt)
        writer.write(nextWindowEnd)
        for index in newestWindowStarts.indices { writer.write(newestWindowStarts[index]) }
        shifts.write(to: &writer)
        for index in sequences.indices { sequences[index].write(to: &writer) }
        alarmHour.write(to: &writer)
        effectiveness.write(to: &writer)
    }

    /// Reads what follows the name.
    func read(
        from reader: inout StateReader,
        products: inout SharedNames
    ) throws(StateError) {
        category = try reader.readCase()
        stateTime = try reader.readTime()
        stateText = try reader.readText()
        let old = product
        product = try reader.readName(of: &products)
        products.release(old)
        productTime = try reader.readTime()
        productSince = try reader.readTime()
        beginsAt = try reader.readTime()
        newest = try reader.readTime()
        progress = try reader.readTime()
        heardAt = try reader.readTime()
        nextWindowEnd = try reader.readTime()
        for index in newestWindowStarts.indices {
            newestWindowStarts[index] = try reader.readTime()
        }
        shifts = try ShiftComparison(from: &reader)
        for index in sequences.indices { sequences[index] = try SequenceWindow(from: &reader) }
        alarmHour = try AlarmHour(from: &reader)
        effectiveness = try EquipmentEffectiveness(settings: effectiveness.settings, from: &reader)
    }
}

extension StateWriter {
    /// Writes a name in use, not its index.
    mutating func write(name index: Int, of names: borrowing SharedNames) {
        unsafe names.withName(index) { unsafe write(bytes: $0) }
    }
}

extension StateReader {
    /// Reads a name and retains it.
    mutating func readName(of names: inout SharedNames) throws(StateError) -> Int {
        guard let index = names.retain(try readText()) else {
            throw invalid("more names than the limit")
        }
        return index
    }
}

extension SequenceWindow: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(newest)
        writer.write(seen)
    }

    init(from reader: inout StateReader) throws(StateError) {
        newest = try reader.read()
        seen = try reader.read()
    }
}
