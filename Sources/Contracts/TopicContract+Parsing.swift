import Codecs

extension TopicContract {
    /// Reads a contract file; every error is a sentence with the path.
    public init(parsing bytes: [UInt8], path: String) throws(ContractError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw ContractError(path: path, problem: error.description)
        }
        guard document.kind == .object else {
            throw ContractError(path: path, problem: "a contract is a JSON object; this is not.")
        }
        let source = ContractSource(path: path)
        name = try source.string(document, "topic")
        let directionText = try source.string(document, "direction")
        guard let direction = Direction(rawValue: directionText) else {
            throw source.error("'direction' is \"\(directionText)\"; expected in, out or internal.")
        }
        self.direction = direction
        key = try source.string(document, "key")
        family = try source.string(document, "family")
        partitions = try source.int(document, "partitions")
        guard partitions > 0 else {
            throw source.error("'partitions' is \(partitions); expected at least 1.")
        }
        retentionMilliseconds = Int64(try source.int(document, "retention_ms"))
        cleanupPolicy = try source.string(document, "cleanup_policy")
        guard ["delete", "compact", "compact,delete"].contains(cleanupPolicy) else {
            throw source.error(
                "'cleanup_policy' is \"\(cleanupPolicy)\"; expected delete or compact."
            )
        }
        meaning = try source.string(document, "meaning")
        evolution = try source.string(document, "evolution")
        headers = try source.headers(document)
        hasSchema = false
        schema = []
        fields = []
        requiredAny = []
        samples = []
        if let value = document.object("value") {
            hasSchema = true
            schema = value.compactBytes
            fields = try source.fields(value)
            requiredAny = try source.requiredAny(value, fields)
        }
        samples = try source.samples(document, hasSchema: hasSchema)
    }
}
