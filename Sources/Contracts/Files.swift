#if canImport(Glibc)
    import Glibc
#endif

/// Reads the files of a folder.
enum Files {
    /// The most bytes of one contract.
    static let byteCountLimit = 4 << 20

    /// The names in a folder, in no order.
    static func names(inFolder folder: String) throws(ContractError) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            throw ContractError(path: folder, problem: "the folder cannot be read: \(reason()).")
        }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // The name is a C string inside the entry, which stays valid until the next call.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            names.append(name)
        }
        return names
    }

    /// The bytes of a file.
    static func bytes(ofFile path: String) throws(ContractError) -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else {
            throw ContractError(path: path, problem: "the file cannot be opened: \(reason()).")
        }
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            bytes.append(contentsOf: chunk[..<count])
            if count < chunk.count { break }
            guard bytes.count <= byteCountLimit else {
                throw ContractError(path: path, problem: "the file is larger than 4 MiB.")
            }
        }
        guard unsafe ferror(file) == 0 else {
            throw ContractError(path: path, problem: "the file cannot be read: \(reason()).")
        }
        return bytes
    }

    private static func reason() -> String {
        let code = errno
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text).lowercased()
    }
}
