/// Ways in which a payload goes wrong on its way; no reader may find a count in the result.
enum Malformation: CaseIterable {
    case truncated, empty, notJSON, textForNumber, timeInWords

    static func any(using random: inout SeededRandom) -> Malformation {
        allCases[random.number(in: 0...allCases.count - 1)]
    }

    func applied(to payload: String) -> String {
        switch self {
        case .truncated: String(payload.prefix(payload.count / 2))
        case .empty: ""
        case .notJSON: "ERR 17 sensor busy\u{1}"
        case .textForNumber: replacing(in: payload, keys: ["in", "total_in", "people"], by: #""many""#)
        case .timeInWords: replacing(in: payload, keys: ["ts", "start", "from"], by: #""yesterday""#)
        }
    }

    /// Puts another value behind the first of the keys that is there.
    private func replacing(in payload: String, keys: [String], by value: String) -> String {
        for key in keys {
            let mark = "\"\(key)\":"
            guard let start = payload.firstRange(of: mark)?.upperBound else { continue }
            let end = payload[start...].firstIndex { $0 == "," || $0 == "}" } ?? payload.endIndex
            return payload.replacingCharacters(from: start, to: end, by: value)
        }
        return ""
    }
}

extension String {
    fileprivate func replacingCharacters(from start: Index, to end: Index, by other: String) -> String {
        self[..<start] + other + self[end...]
    }
}
