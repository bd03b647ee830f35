import Barometer

extension MappingExplanation {
    static func cut(_ text: String) -> String { text.count > 60 ? "\(text.prefix(60))…" : text }

    func cut(_ range: Range<Int>) -> String { Self.cut(workspace.document.string(range)) }

    func number(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }

    /// Whether a value tells of what must not be shown.
    func isHidden(_ source: Source) -> Bool {
        RadioIdentifier.isIn(source, dropped: dropped) || !hidden.isDisjoint(with: source.places)
    }

    func shown(_ value: Value, of source: Source) -> String {
        isHidden(source) && !value.isMissing ? "… (not shown)" : shown(value)
    }

    /// A scalar; of anything larger the shape.
    func shown(_ value: Value) -> String {
        switch value.kind {
        case .absent: "nothing"
        case .null: "null"
        case .boolean: value.boolean ? "true" : "false"
        case .int: "\(value.int)"
        case .uint: "\(value.uint)"
        case .double: number(value.double)
        case .text: "'\(cut(value.range))'"
        case .timestamp: "\(EventTime(milliseconds: value.int.flooredQuotient(by: 1000)))"
        case .duration: "\(number(Double(value.int) / 1e6)) s"
        case .bytes, .list, .table: shape(value)
        }
    }

    func shape(_ value: Value) -> String {
        switch value.kind {
        case .absent: "nothing"
        case .null: "null"
        case .boolean: "true or false"
        case .int, .uint, .double: "a number"
        case .text: "a text of \(value.range.count) bytes"
        case .bytes: "\(value.range.count) bytes"
        case .timestamp: "a time"
        case .duration: "a duration"
        case .list: "a list of \(workspace.document.count(of: value)) elements"
        case .table: "a table of \(workspace.document.count(of: value)) members that are looked at"
        }
    }

    /// Which of a source's places gave its value.
    mutating func origin(of source: Source) throws(Refusal) -> String {
        for index in source.alternatives.indices {
            let value = try source.value(of: index, &workspace)
            if source.isMissing(value, workspace.document) { continue }
            let listed = source.options.table == nil ? "" : ", by its table"
            let fallback = index == 0 ? "" : " (fallback \(index))"
            return words(of: source.alternatives[index]) + fallback + listed
        }
        return "the default, since \(words(of: source)) is missing"
    }

    func words(of source: Source) -> String {
        source.alternatives.map { words(of: $0) }.joined(separator: " or ")
    }

    private func words(of alternative: Source.Alternative) -> String {
        switch alternative {
        case .constant: "a constant"
        case .received: "the time of receipt"
        case .path(let path): path.path.text
        case .expression(let expression): "=\(expression.text)"
        case .template(let template):
            template.parts.map { part in
                switch part {
                case .literal(let range): cut(range)
                case .variable(let place):
                    "{\(hidden.contains(place) ? "…" : shown(workspace.variables[place]))}"
                case .path(let path): "{\(path.path.text)}"
                case .expression(let expression): "{=\(expression.text)}"
                }
            }.joined()
        }
    }

    func words(of rule: TimeRule) -> String {
        func words(_ length: TimeRule.Length) -> String {
            length.constant.map { "\($0) s" } ?? self.words(of: length.source)
        }
        switch rule.span {
        case .at(let moment): return "at \(self.words(of: moment.source))"
        case .from(let start, let end):
            return "from \(self.words(of: start.source)) to \(self.words(of: end.source))"
        case .starting(let start, let length):
            return "from \(self.words(of: start.source)) on for \(words(length))"
        case .ending(let end, let length):
            return "\(words(length)) until \(self.words(of: end.source))"
        case .interval(let source): return "the interval \(self.words(of: source))"
        }
    }
}

extension BytesStep {
    /// As it is written in a mapping.
    var word: String {
        switch self {
        case .unzip: "unzip"
        case .charset: "charset"
        case .base64: "base64"
        case .hex: "hex"
        }
    }
}

extension TreeStep {
    /// As it is written in a mapping.
    var word: String {
        switch self {
        case .json: "json"
        case .text: "text"
        case .bytes: "bytes"
        case .none: "none"
        case .csv: "csv"
        case .pairs: "pairs"
        case .xml: "xml"
        case .cbor: "cbor"
        case .senml: "senml"
        case .senmlCBOR: "senml-cbor"
        case .protobuf: "protobuf"
        case .binary: "layout"
        case .choose: "choose"
        }
    }
}
