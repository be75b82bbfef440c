import Foundation

/// Whole files, with sentences when they cannot be read or written.
enum FileText {
    /// The bytes of a file.
    static func bytes(_ path: String) throws(Failure) -> [UInt8] {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard exists else {
            throw Failure("The file \(path) does not exist. Check the path.")
        }
        if isFolder.boolValue {
            throw Failure("\(path) is a folder, and a file is expected here. Name a file in it.")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("The file \(path) cannot be read. Check its permissions.")
        }
        return Array(data)
    }

    /// The text of a file that must be UTF-8.
    static func text(_ path: String) throws(Failure) -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw Failure("The file \(path) is not UTF-8 text. Save it as UTF-8.")
        }
        return text
    }

    /// True for an existing folder.
    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// True for an existing file that is no folder.
    static func isFile(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path) && !isFolder(path)
    }

    /// Paths of the files below a folder that end so, sorted, relative to the folder.
    static func files(below folder: String, ending: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return (names ?? []).filter { $0.hasSuffix(ending) && isFile("\(folder)/\($0)") }.sorted()
    }

    /// The folder part of a path; `.` for a bare name.
    static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }
}
