import Effectiveness
import Records

extension Machine {
    /// Writes what the machine did and does; what the plant says about it comes from the plant file.
    func write(to writer: inout StateWriter) {
        writer.write(category.rawValue)
        writer.write(stateTime)
        writer.write(stateText)
        writer.write(Int32(product))
        writer.write(productTime)
        writer.write(productSince)
        writer.write(newest)
        writer.write(progress)
        writer.write(heardAt)
        writer.write(nextWindowEnd)
        for index in newestWindowStarts.indices { writer.write(newestWindowStarts[index]) }
        shifts.write(to: &writer)
        for index in sequences.indices { sequences[index].write(to: &writer) }
        effectiveness.write(to: &writer)
    }

    func read(from reader: inout StateReader, productCount: Int) throws(StateError) {
        guard let category = LossCategory(rawValue: try reader.read()) else {
            throw reader.invalid("a loss category")
        }
        self.category = category
        stateTime = try reader.readTime()
        stateText = try reader.readText()
        product = try reader.readIndex(below: productCount)
        productTime = try reader.readTime()
        productSince = try reader.readTime()
        newest = try reader.readTime()
        progress = try reader.readTime()
        heardAt = try reader.readTime()
        nextWindowEnd = try reader.readTime()
        for index in newestWindowStarts.indices {
            newestWindowStarts[index] = try reader.readTime()
        }
        shifts = try ShiftComparison(from: &reader)
        for index in sequences.indices { sequences[index] = try SequenceWindow(from: &reader) }
        effectiveness = try EquipmentEffectiveness(settings: effectiveness.settings, from: &reader)
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
