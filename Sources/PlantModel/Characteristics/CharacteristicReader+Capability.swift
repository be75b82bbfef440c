import Records

extension CharacteristicReader {
    /// A study of a characteristic with a specification, without which there is none.
    static func capability(
        _ field: YAMLField,
        _ settings: CharacteristicSettings
    ) -> CharacteristicSettings.Capability? {
        if field.scalar == "none" { return nil }
        guard let fields = field.fields(["window", "stage_by"]) else { return nil }
        if settings.specification.lsl == nil, settings.specification.usl == nil {
            field.reject(
                found: "a characteristic without lsl and usl",
                expected: "a specification to compare the process with"
            )
        }
        let expected = "whole minutes from 1m to 7d"
        let window = fields.required("window", "\(expected), such as \"1h\"")
        let length = window?.duration(Nanoseconds.minute...(7 * Nanoseconds.day), example: "1h")
        if let length, length % Nanoseconds.minute != 0 { window?.reject(expected: expected) }
        let stage = fields["stage_by"]?.choice(of: CharacteristicSettings.Stage.self)
        return length.map { .init(windowNanoseconds: $0, stage: stage ?? .product) }
    }
}
