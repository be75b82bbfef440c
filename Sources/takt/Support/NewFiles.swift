import Glibc

/// Folders for files that a command makes.
enum NewFiles {
    /// Makes a folder and those above it; fine when they are there.
    static func makeFolder(_ path: String) throws(Failure) {
        guard !path.isEmpty, path != "/", path != ".", !FileText.isFolder(path) else { return }
        try makeFolder(FileText.folder(of: path))
        guard unsafe mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        let reason = unsafe String(cString: strerror(errno))
        throw Failure(
            "The folder \(path) cannot be made: \(reason). Choose another place or change its "
                + "permissions."
        )
    }
}
