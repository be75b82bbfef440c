/// What a chart family is called in pictures.
enum ChartTitle {
    /// The title of a family by its word in plant files and on topics.
    static func of(_ word: String) -> String {
        switch word {
        case "i-mr": "I-MR"
        case "xbar-r": "X̄-R"
        case "xbar-s": "X̄-S"
        case "ewma": "EWMA"
        case "cusum": "CUSUM"
        case "laney-p": "Laney p′"
        case "laney-u": "Laney u′"
        default: word
        }
    }
}
