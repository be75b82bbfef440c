import ArgumentParser
import CPlatform
import Glibc

/// The two streams of the process and the terminal behind them.
///
/// Writes go straight to the descriptors, whole; a reader that went away (`takt … | head`) ends the
/// process quietly.
enum Terminal {
    static let output: Int32 = 1
    static let errors: Int32 = 2

    /// True when standard output is a terminal.
    static var isOutputTerminal: Bool { platform_is_terminal(output) }
    /// True when standard error is a terminal.
    static var isErrorTerminal: Bool { platform_is_terminal(errors) }

    /// Columns of the terminal, or 100 when there is none.
    static var columns: Int {
        let columns = Int(platform_terminal_columns(output))
        return columns > 0 ? columns : 100
    }

    /// Rows of the terminal, or 24 when there is none.
    static var rows: Int {
        let rows = Int(platform_terminal_rows(output))
        return rows > 0 ? rows : 24
    }

    /// True when colours and cursor movements are welcome on standard output.
    static var wantsStyle: Bool {
        isOutputTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    }

    private static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Once, before anything is written: a closed pipe is an answer of `write`, not a signal.
    static func prepare() { _ = Glibc.signal(SIGPIPE, SIG_IGN) }

    /// Writes text to standard output.
    static func write(_ text: String) { write(Array(text.utf8), to: output) }

    /// Writes bytes to standard output.
    static func write(_ bytes: [UInt8]) { write(bytes, to: output) }

    /// Writes text to standard error.
    static func writeError(_ text: String) { write(Array(text.utf8), to: errors) }

    /// Writes a sentence about a problem to standard error, each line after the name of the program.
    static func complain(_ sentence: String) { writeError("takt: \(sentence)\n") }

    /// Ends the process.
    static func exit(_ code: Int32) -> Never { Glibc.exit(code) }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var start = 0
        while start < bytes.count {
            // The span of the array is alive during the call and write only reads it.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress! + start, bytes.count - start)
            }
            if count >= 0 {
                start += count
            } else if errno == EPIPE {
                exit(descriptor == output ? 0 : 1)
            } else if errno != EINTR && errno != EAGAIN {
                return
            }
        }
    }
}

/// How text looks on a terminal that wants it; plain elsewhere.
enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case cyan = "36"

    /// The text in this style, when standard output wants styles.
    func callAsFunction(_ text: String) -> String {
        Terminal.wantsStyle ? "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" : text
    }
}
