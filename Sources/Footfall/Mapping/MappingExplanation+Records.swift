import Barometer

extension MappingExplanation {
    mutating func explain(_ rule: RecordRule, _ seed: KeyHash) throws(Refusal) {
        guard try run(rule.statements[0], depth: 0) else { return }
        try explain(rule, level: 0, seed)
    }

    /// The statements of a depth, each told; stops where they stop.
    private mutating func run(_ statements: [Statement], depth: Int) throws(Refusal) -> Bool {
        for statement in statements {
            try workspace.spend()
            let isGoingOn: Bool
            do throws(Refusal) {
                isGoingOn = try statement.run(&workspace)
            } catch {
                tell("\(words(of: statement)): \(error.code.rawValue)", depth: depth)
                throw error
            }
            switch statement {
            case .name(let place, let source, _):
                if isHidden(source) { hidden.insert(place) }
                tell("\(source.key) = \(shown(workspace.variables[place], of: source))", depth: depth)
            case .condition(let expression, let key):
                tell("\(key) \(expression.text): \(isGoingOn ? "yes" : "no, left out")", depth: depth)
            case .refusal(let expression, let key, _, _):
                tell("\(key) when \(expression.text): no", depth: depth)
            }
            if !isGoingOn { return false }
        }
        return true
    }

    private func words(of statement: Statement) -> String {
        switch statement {
        case .name(_, let source, _): source.key
        case .condition(let expression, let key): "\(key) \(expression.text)"
        case .refusal(let expression, let key, _, _): "\(key) when \(expression.text)"
        }
    }

    private mutating func explain(_ rule: RecordRule, level index: Int, _ seed: KeyHash) throws(Refusal) {
        guard index < rule.levels.count else { return try makeRecords(rule, seed, depth: index) }
        let level = rule.levels[index]
        let start = workspace.selected.count
        try level.gather(&workspace)
        let end = workspace.selected.count
        defer { workspace.selected.shrink(to: start) }
        tell("\(level.key): \(end - start) elements of \(origin(of: level))", depth: index)
        if isHidden(level) { hidden.formUnion([level.place, level.namePlace] + level.capturePlaces) }
        for place in start..<end {
            try workspace.spend()
            let element = workspace.selected[place]
            let isBound = level.bind(element, &workspace)
            let name =
                element.name.isEmpty || hidden.contains(level.namePlace) ? "" : " '\(cut(element.name))'"
            tell(
                "\(level.key)[\(element.index)]\(name)\(isBound ? "" : ": the name does not fit")",
                depth: index)
            guard isBound, try run(rule.statements[index + 1], depth: index + 1) else { continue }
            try explain(rule, level: index + 1, seed)
        }
    }

    private func origin(of level: EachLevel) -> String {
        switch level.elements {
        case .selected(let paths): paths.map(\.path.text).joined(separator: ", then ")
        case .members(let path, let pattern):
            path.path.text + (pattern.map { ", named \($0.text)" } ?? "")
        case .zipped(let lists): lists.map(\.path.path.text).joined(separator: " beside ")
        case .computed(let expression): "=\(expression.text)"
        }
    }

    private func isHidden(_ level: EachLevel) -> Bool {
        let paths =
            switch level.elements {
            case .selected(let paths): paths
            case .members(let path, _): [path]
            case .zipped(let lists): lists.map(\.path)
            case .computed: [BoundPath]()
            }
        return paths.contains { RadioIdentifier.isIn($0, dropped: dropped) || hidden.contains($0.variable) }
    }

    private mutating func makeRecords(_ rule: RecordRule, _ seed: KeyHash, depth: Int) throws(Refusal) {
        guard let kind = try rule.kind(&workspace) else {
            return tell("fields.kind: not there, left out", depth: depth)
        }
        guard let sensor = try rule.name(&workspace) else {
            return tell("fields.sensor: not there, left out", depth: depth)
        }
        if isHidden(rule.sensor) { hideSensors() }
        tell(
            "fields.sensor = \(shown(Value(text: sensor), of: rule.sensor)) from \(try origin(of: rule.sensor))",
            depth: depth)
        tell("fields.kind = \(kind.name)", depth: depth)
        var interval: TimeRule.Interval?
        for count in rule.counts {
            let key = count.source.key
            guard let direction = try rule.direction(of: count, &workspace) else {
                tell("fields.direction: not listed, left out", depth: depth)
                continue
            }
            let swap = try rule.swap.map { expression throws(Refusal) in
                ", swap \(expression.text): \(try expression.holds(&workspace, "fields.swap") ? "yes" : "no")"
            }
            tell("direction = \(direction.name)\(swap ?? "")", depth: depth)
            guard let number = try count.source.count(&workspace, decimals: rule.decimals) else {
                tell("\(key): not there, left out", depth: depth)
                continue
            }
            let value = isHidden(count.source) ? "…" : self.number(number)
            tell("\(key) = \(value) from \(try origin(of: count.source))", depth: depth)
            if interval == nil { interval = try time(rule, sensor, depth: depth) }
            guard let interval else { continue }
            try rule.add(sensor, interval, direction, number, kind, &workspace, seed)
            for flag in rule.flags {
                let isSet = try flag.condition.holds(&workspace, flag.key)
                tell("\(flag.key) \(flag.condition.text): \(isSet ? "yes" : "no")", depth: depth)
            }
        }
        if interval != nil { tellKey(rule.dedup, depth: depth) }
    }

    private mutating func time(
        _ rule: RecordRule, _ sensor: Range<Int>, depth: Int
    ) throws(Refusal) -> TimeRule.Interval {
        for (index, time) in rule.times.enumerated() {
            let name = rule.times.count > 1 ? "time (rule \(index + 1) of \(rule.times.count))" : "time"
            tell("\(name): \(words(of: time))", depth: depth)
            do throws(Refusal) {
                let interval = try time.interval(&workspace, sensor: sensor)
                try tell(interval, time, depth: depth + 1)
                return interval
            } catch {
                guard error.code == .missingField, index < rule.times.count - 1 else { throw error }
                tell("\(error.detail): the next rule", depth: depth + 1)
                workspace.resolved = nil
            }
        }
        return try rule.time(&workspace, sensor)
    }

    private mutating func tell(
        _ interval: TimeRule.Interval, _ rule: TimeRule, depth: Int
    ) throws(Refusal) {
        let start = EventTime(milliseconds: interval.start.flooredQuotient(by: 1000))
        tell("start \(start), \(number(Double(interval.microseconds) / 1e6)) s", depth: depth)
        for source in rule.sources { tell("\(source.key) from \(try origin(of: source))", depth: depth) }
        switch rule.zone {
        case .offset(let source)?:
            tell("times without offset: at \(shown(try source.value(&workspace), of: source))", depth: depth)
        case .city?: tell("times without offset: of the zone that is named, or of the city", depth: depth)
        case nil: break
        }
        if interval.isFallback {
            tell("the device's clock is not believed: the time of receipt", depth: depth)
        }
    }

    private mutating func tellKey(_ rule: DedupRule?, depth: Int) {
        guard let rule else { return tell("dedup: sensor, interval, direction, kind", depth: depth) }
        let parts = rule.parts.map { part in
            switch part {
            case .sensor: "sensor"
            case .time: "time"
            case .direction: "direction"
            case .value(let source): self.words(of: source)
            case .delivery: "none: each delivery is new"
            }
        }
        tell("dedup: \(parts.joined(separator: ", ")), with direction and kind", depth: depth)
    }
}
