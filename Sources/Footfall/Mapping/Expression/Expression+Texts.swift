/// Functions of texts.
extension Expression {
    func text(_ step: Step, _ text: Value, _ workspace: inout Workspace) throws(Refusal) -> Value {
        try workspace.spend(text.range.count / 16)
        switch step.function {
        case .upper, .lower: return try workspace.change(step.function, text)
        case .trim: return Value(text: workspace.trimmed(text.range))
        case .slice:
            let from = try argument(1, step, &workspace, .int)
            let to = step.b == 3 ? try argument(2, step, &workspace, .int) : Value(Int64.max)
            return Value(text: workspace.slice(text.range, from: from.int, to: to.int))
        default: break
        }
        let other = try argument(1, step, &workspace, .text)
        switch step.function {
        case .startsWith: return Value(workspace.starts(text.range, with: other.range))
        case .endsWith:
            let start = max(text.range.upperBound - other.range.count, text.range.lowerBound)
            return Value(workspace.span(start..<text.range.upperBound, equals: other.range))
        case .contains: return Value(try workspace.first(other.range, in: text.range) != nil)
        case .split: return try workspace.split(text.range, by: other.range)
        default:
            let new = try argument(2, step, &workspace, .text)
            return try workspace.replace(other.range, in: text.range, by: new.range)
        }
    }
}

extension Workspace {
    mutating func find(_ regex: Regex, _ range: Range<Int>, keepsGroups: Bool) throws(Refusal) -> Bool {
        try spend(range.count / 4)
        return Self.find(regex, document.bytes, range, keepsGroups, &self.regex)
    }

    private static func find(
        _ regex: Regex, _ bytes: [UInt8], _ range: Range<Int>, _ keepsGroups: Bool,
        _ memory: inout RegexMemory
    ) -> Bool {
        let text = bytes.span.extracting(range)
        return keepsGroups ? regex.captures(text, in: &memory) : regex.matches(text, in: &memory)
    }

    func starts(_ text: Range<Int>, with other: Range<Int>) -> Bool {
        text.count >= other.count
            && span(text.lowerBound..<text.lowerBound + other.count, equals: other)
    }

    /// Where a text stands first in another.
    mutating func first(_ part: Range<Int>, in text: Range<Int>) throws(Refusal) -> Int? {
        var start = text.lowerBound
        while start + part.count <= text.upperBound {
            if span(start..<start + part.count, equals: part) { return start }
            start += 1
            if start & 63 == 0 { try spend(1 + part.count / 64) }
        }
        return nil
    }

    mutating func split(_ text: Range<Int>, by separator: Range<Int>) throws(Refusal) -> Value {
        if separator.isEmpty { throw .badType("split() needs a separator that is not empty") }
        let first = stack.count
        var start = text.lowerBound
        while let end = try self.first(separator, in: start..<text.upperBound) {
            try spend()
            stack.append(Value(text: start..<end))
            start = end + separator.count
        }
        stack.append(Value(text: start..<text.upperBound))
        return try takeList(from: first)
    }

    mutating func replace(
        _ old: Range<Int>, in text: Range<Int>, by new: Range<Int>
    ) throws(Refusal) -> Value {
        if old.isEmpty { throw .badType("replace() needs a text to replace that is not empty") }
        let begin = document.bytes.count
        var start = text.lowerBound
        while let end = try first(old, in: start..<text.upperBound) {
            try spend()
            try copy(start..<end)
            try copy(new)
            start = end + old.count
        }
        try copy(start..<text.upperBound)
        return Value(text: begin..<document.bytes.count)
    }

    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, document.bytes[start].isSpace { start += 1 }
        while end > start, document.bytes[end - 1].isSpace { end -= 1 }
        return start..<end
    }

    /// By characters; those below 0 count from the end.
    func slice(_ range: Range<Int>, from: Int64, to: Int64) -> Range<Int> {
        let starts = characters(range)
        let start = min(max(from < 0 ? Int64(starts) + max(from, -Int64(starts)) : from, 0), Int64(starts))
        let end = min(max(to < 0 ? Int64(starts) + max(to, -Int64(starts) - 1) : to, start), Int64(starts))
        let first = offset(of: Int(start), in: range)
        return first..<offset(of: Int(end - start), in: first..<range.upperBound)
    }

    func characters(_ range: Range<Int>) -> Int {
        var count = 0
        for index in range where document.bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private func offset(of character: Int, in range: Range<Int>) -> Int {
        var seen = 0
        for index in range where document.bytes[index] & 0xC0 != 0x80 {
            if seen == character { return index }
            seen += 1
        }
        return range.upperBound
    }

    /// `upper` and `lower`; ASCII without a detour.
    mutating func change(_ function: Expression.Function, _ text: Value) throws(Refusal) -> Value {
        try room(bytes: text.range.count)
        guard text.range.allSatisfy({ document.bytes[$0] < 0x80 }) else {
            let string = document.string(text.range)
            let changed = function == .upper ? string.uppercased() : string.lowercased()
            try room(bytes: changed.utf8.count)
            return document.text(changed)
        }
        let start = document.bytes.count
        for index in text.range {
            let byte = document.bytes[index]
            let isLetter = function == .upper ? (97...122).contains(byte) : (65...90).contains(byte)
            document.bytes.append(isLetter ? byte ^ 0x20 : byte)
        }
        return Value(text: start..<document.bytes.count)
    }
}
