/// Functions.
extension Expression {
    func call(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let function = step.function
        if function == .lookup { return try lookup(step, &workspace) }
        if function == .min || function == .max || function == .sum { return try gather(step, &workspace) }
        let first = try argument(0, step, &workspace)
        if step.takes & Self.bit(first.kind) == 0 { throw Self.wrong(function, first) }
        if function.isGetter { return try getter(step, first, &workspace) }
        switch function {
        case .matches:
            return Value(try workspace.find(regexes[Int(step.c)], first.range, keepsGroups: false))
        case .capture: return try capture(step, first, &workspace)
        case .parseTime: return try clocks[Int(step.c)].read(first, workspace.document)
        case .bits:
            let offset = try argument(1, step, &workspace, .int).int
            let width = try argument(2, step, &workspace, .int).int
            return Value(try workspace.bits(first, offset: offset, width: width))
        case .startsWith, .endsWith, .contains, .split, .replace, .slice, .upper, .lower, .trim:
            return try text(step, first, &workspace)
        case .round, .floor, .ceil, .abs: return try Self.rounded(function, first)
        case .seconds: return Value(duration: try Self.microseconds(first))
        case .size: return Value(try workspace.size(first))
        default: return try workspace.convert(function, first)
        }
    }

    func argument(
        _ index: Int, _ step: Step, _ workspace: inout Workspace, _ kind: Value.Kind? = nil
    ) throws(Refusal) -> Value {
        let value = try value(Int(arguments[Int(step.a) + index]), &workspace)
        if let kind, value.kind != kind { throw Self.wrong(step.function, value) }
        return value
    }

    /// A set of kinds as bits; all of them for none.
    static func bits(_ kinds: [Value.Kind]) -> UInt16 {
        kinds.isEmpty ? .max : kinds.reduce(0) { $0 | bit($1) }
    }

    private static func bit(_ kind: Value.Kind) -> UInt16 { 1 << UInt16(kind.rawValue) }

    static func wrong(_ function: Function, _ value: Value) -> Refusal {
        .badType("\(function.rawValue)() does not take \(value.kind.noun)")
    }

    private func capture(_ step: Step, _ text: Value, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let group = try argument(2, step, &workspace, .int)
        guard try workspace.find(regexes[Int(step.c)], text.range, keepsGroups: true),
            let found = workspace.regex.groups[Int(group.int)]
        else { return .null }
        let start = text.range.lowerBound
        return Value(text: start + found.lowerBound..<start + found.upperBound)
    }

    private func lookup(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let table = try argument(0, step, &workspace, .table)
        let key = try argument(1, step, &workspace)
        if let found = try workspace.member(of: table, key: key) { return found }
        if step.b == 3 { return try argument(2, step, &workspace) }
        throw .missing("lookup() finds no such key, and has no default")
    }

    private func getter(_ step: Step, _ value: Value, _ workspace: inout Workspace) throws(Refusal) -> Value {
        if value.kind == .duration {
            guard step.b == 1, let part = ExpressionTime.part(step.function, ofDuration: value.int) else {
                throw Self.wrong(step.function, value)
            }
            return Value(part)
        }
        var time = value.int
        if step.b == 2 {
            let zone = try argument(1, step, &workspace, .text)
            time += try ExpressionTime.offset(workspace.document.bytes.span.extracting(zone.range))
        }
        return Value(ExpressionTime.part(step.function, of: time))
    }

    // MARK: Numbers

    private static func rounded(_ function: Function, _ value: Value) throws(Refusal) -> Value {
        guard value.kind == .double else {
            if function == .abs, value.kind == .int, value.int < 0 { return try Arithmetic.negate(value) }
            return value
        }
        switch function {
        case .round: return Value(value.double.rounded(.toNearestOrAwayFromZero))
        case .floor: return Value(value.double.rounded(.down))
        case .ceil: return Value(value.double.rounded(.up))
        default: return Value(value.double.magnitude)
        }
    }

    private static func microseconds(_ value: Value) throws(Refusal) -> Int64 {
        if value.kind == .double {
            return try Arithmetic.int((value.double * 1_000_000).rounded(.toNearestOrAwayFromZero))
        }
        let (result, isOver) = value.int.multipliedReportingOverflow(by: 1_000_000)
        if isOver { throw Arithmetic.overflow }
        return result
    }

    /// `sum`, `min` and `max`, of a list or of the arguments.
    private func gather(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let first = try argument(0, step, &workspace)
        if first.kind == .list, step.b == 1 { return try gather(step.function, list: first, &workspace) }
        if step.function == .sum { throw Self.wrong(.sum, first) }
        var best = first
        if step.b == 1, !best.isNumber { throw Self.wrong(step.function, first) }
        for index in 1..<max(1, Int(step.b)) {
            let next = try argument(index, step, &workspace)
            best = try Self.better(step.function, best, next, &workspace)
        }
        return best
    }

    private func gather(
        _ function: Function, list: Value, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var node = list.range.lowerBound
        if node >= list.range.upperBound {
            if function == .sum { return Value(Int64(0)) }
            throw .outOfRange("\(function.rawValue)() of an empty list")
        }
        var result = workspace.document.nodes[node].value
        if function == .sum, !result.isNumber, result.kind != .duration { throw Self.wrong(.sum, result) }
        node = workspace.document.next(after: node)
        while node < list.range.upperBound {
            try workspace.spend()
            let next = workspace.document.nodes[node].value
            result =
                function == .sum
                ? try Arithmetic.compute(.add, result, next)
                : try Self.better(function, result, next, &workspace)
            node = workspace.document.next(after: node)
        }
        return result
    }

    private static func better(
        _ function: Function, _ best: Value, _ next: Value, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        guard let order = try workspace.order(next, best) else { return best }
        return (function == .min ? order < 0 : order > 0) ? next : best
    }
}

extension Expression.Clock {
    fileprivate func read(_ text: Value, _ document: Document) throws(Refusal) -> Value {
        switch (format.read(text, in: document), zone) {
        case (.instant(let microseconds)?, _): return Value(timestamp: microseconds)
        case (.local(let face)?, .offset(let offset)): return Value(timestamp: face - offset)
        case (.local(let face)?, .city(let clock)):
            guard let microseconds = clock.resolve(face, after: nil) else {
                throw Refusal(code: .badTime, detail: "parseTime() reads a time that the clock jumps over")
            }
            return Value(timestamp: microseconds)
        case (nil, _): throw Refusal(code: .badTime, detail: "parseTime() reads a text of another format")
        }
    }
}
