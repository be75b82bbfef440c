import Engine
import Records

extension SoloShard {
    /// Feeds a measurement of a machine, whose task is its number modulo the number of tasks.
    func takeMeasurement(
        machine: Int,
        key: String,
        value: String,
        offset: Int64,
        milliseconds: Int64
    ) {
        unsafe Array(key.utf8).withUnsafeBytes { key in
            unsafe Array(value.utf8).withUnsafeBytes { value in
                take(
                    unsafe InboundMessage(
                        record: InputRole.measurements.rawValue,
                        partition: Int32(machine % count),
                        offset: offset,
                        timestampMilliseconds: milliseconds,
                        key: key,
                        value: value,
                        handle: nil
                    )
                )
            }
        }
    }
}
