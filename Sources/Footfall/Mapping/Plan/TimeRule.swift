import Barometer

/// When it was counted, and for how long.
final class TimeRule: Sendable {
    enum Span: Sendable {
        /// A single moment.
        case at(Moment)
        case from(Moment, to: Moment)
        case starting(Moment, length: Length)
        case ending(Moment, length: Length)
        /// Both ends in one text, or a single moment.
        case interval(Source)
    }

    final class Moment: Sendable {
        let source: Source
        /// For each alternative of the source the formats that it may have.
        let formats: [[TimeFormat]]

        init(source: Source, formats: [[TimeFormat]]) { (self.source, self.formats) = (source, formats) }
    }

    final class Length: Sendable {
        let source: Source
        /// Where it is a constant: seconds.
        let constant: Int?

        init(source: Source, constant: Int?) { (self.source, self.constant) = (source, constant) }
    }

    /// What stands on a clock without an offset, and how to understand it.
    enum Zone: Sendable {
        case city(CityClock)
        /// An offset from UTC in the message.
        case offset(Source)
    }

    struct Guard: Sendable {
        /// Farther from the time of receipt the device's clock is not believed.
        let microseconds: Int64
        /// Whether the time of receipt takes its place; else the message is refused.
        let isReplaced: Bool
    }

    /// 24 hours.
    static let longest = 86_400
    /// From the year 1 to 9999, in microseconds.
    private static let times = Int64(-62_135_596_800_000_000)..<253_402_300_800_000_000
    /// How far 'offset' may shift a time: about 100 years, in microseconds.
    private static let farthest = Int64(3_200_000_000_000_000)

    let span: Span
    let zone: Zone?
    /// Whether an hour of summer time has to be added to the offset.
    let isSummer: Source?
    /// What the end leaves out, in microseconds: a second when it names the last second.
    let inclusive: Int64
    /// Seconds from the given time to the true one.
    let offset: Source?
    let clock: Guard?

    init(
        span: Span, zone: Zone?, isSummer: Source?, inclusive: Int64, offset: Source?, clock: Guard?
    ) {
        self.span = span
        self.zone = zone
        self.isSummer = isSummer
        self.inclusive = inclusive
        self.offset = offset
        self.clock = clock
    }

    struct Interval: Sendable {
        /// Microseconds since 1970.
        var start: Int64
        var microseconds: Int64
        var isFallback = false
    }

    /// Whether it may give a single moment.
    var isOfMoments: Bool {
        switch span {
        case .at, .interval: true
        case .from, .starting, .ending: false
        }
    }

    /// Where its moments come from.
    var sources: [Source] {
        switch span {
        case .at(let moment), .starting(let moment, _), .ending(let moment, _): [moment.source]
        case .from(let start, let end): [start.source, end.source]
        case .interval(let source): [source]
        }
    }

    /// In seconds, where it is the same in every message.
    var constantLength: Int? {
        switch span {
        case .starting(_, let length), .ending(_, let length): length.constant
        case .at, .from, .interval: nil
        }
    }

    /// All that it looks at.
    var everySource: [Source] {
        var all = sources + [isSummer, offset].compactMap(\.self)
        switch span {
        case .starting(_, let length), .ending(_, let length): all.append(length.source)
        case .at, .from, .interval: break
        }
        if case .offset(let source)? = zone { all.append(source) }
        return all
    }

    /// Whether the time of receipt is all that it knows.
    var isReceived: Bool {
        switch span {
        case .at(let moment), .starting(let moment, _), .ending(let moment, _), .from(let moment, _):
            switch moment.source.alternatives.first {
            case .received?: true
            case .expression(let expression)?: expression.places.contains(Scope.received)
            default: false
            }
        case .interval: false
        }
    }

    func interval(_ workspace: inout Workspace, sensor: Range<Int>) throws(Refusal) -> Interval {
        var interval = try written(&workspace, sensor: sensor)
        if let offset { interval.start += try shift(offset, &workspace) }
        if let clock { try check(&interval, clock, workspace.received.milliseconds * 1000) }
        return interval
    }

    private func written(_ workspace: inout Workspace, sensor: Range<Int>) throws(Refusal) -> Interval {
        switch span {
        case .at(let moment):
            let start = try instant(try stamp(moment, &workspace), &workspace, sensor)
            return Interval(start: start, microseconds: 0)
        case .from(let from, let to):
            return try between(
                try stamp(from, &workspace), try stamp(to, &workspace), from.source.key, &workspace, sensor)
        case .starting(let moment, let length):
            let start = try instant(try stamp(moment, &workspace), &workspace, sensor)
            return Interval(start: start, microseconds: try self.length(length, &workspace))
        case .ending(let moment, let length):
            let end = try instant(try stamp(moment, &workspace), &workspace, sensor) + inclusive
            let microseconds = try self.length(length, &workspace)
            return Interval(start: end - microseconds, microseconds: microseconds)
        case .interval(let source): return try both(source, &workspace, sensor)
        }
    }

    /// From one time to another; on one local clock they are subtracted as they stand there.
    private func between(
        _ from: Stamp, _ to: Stamp, _ key: String, _ workspace: inout Workspace, _ sensor: Range<Int>
    ) throws(Refusal) -> Interval {
        let start = try instant(from, &workspace, sensor)
        let microseconds: Int64
        if case .local(let first) = from, case .local(let last) = to {
            microseconds = last - first + inclusive
        } else {
            microseconds = try instant(to, &workspace, sensor) - start + inclusive
        }
        if microseconds < 0 { throw Refusal(code: .badTime, detail: "\(key): the interval runs backwards") }
        if microseconds == 0 {
            throw Refusal(code: .outOfRange, detail: "\(key): the interval has no length")
        }
        return Interval(start: start, microseconds: try bounded(microseconds, key))
    }

    private func both(
        _ source: Source, _ workspace: inout Workspace, _ sensor: Range<Int>
    ) throws(Refusal) -> Interval {
        let value = try source.value(&workspace)
        guard value.kind == .text else { throw Refusal.noTime(source, "an interval") }
        if let interval = ISOInterval.read(workspace.document.bytes.span.extracting(value.range)) {
            switch interval {
            case .between(let from, let to):
                return try between(from, to, source.key, &workspace, sensor)
            case .from(let from, let microseconds):
                let start = try instant(from, &workspace, sensor)
                return Interval(start: start, microseconds: try above(microseconds, source.key))
            case .until(let to, let microseconds):
                let length = try above(microseconds, source.key)
                let end = try instant(to, &workspace, sensor)
                return Interval(start: end - length, microseconds: length)
            }
        }
        guard let stamp = TimeFormat.rfc3339.read(value, in: workspace.document) else {
            throw Refusal.noTime(source, "an interval such as start/end")
        }
        return Interval(start: try instant(stamp, &workspace, sensor), microseconds: 0)
    }

    private func stamp(_ moment: Moment, _ workspace: inout Workspace) throws(Refusal) -> Stamp {
        let source = moment.source
        for index in source.alternatives.indices {
            let value: Value
            do throws(Refusal) {
                value = try source.value(of: index, &workspace)
            } catch {
                guard error.code == .missingField else { throw error }
                continue
            }
            if source.isMissing(value, workspace.document) { continue }
            if value.kind == .timestamp { return .instant(microseconds: value.int) }
            if value.kind == .text { try workspace.spend(value.range.count / 16) }
            for format in moment.formats[index] {
                if let stamp = format.read(value, in: workspace.document) { return stamp }
            }
            throw Refusal.noTime(source, "a time of the format that 'format' says")
        }
        throw Refusal(code: .missingField, detail: "\(source.key): \(source.description) is missing")
    }

    private func instant(
        _ stamp: Stamp, _ workspace: inout Workspace, _ sensor: Range<Int>
    ) throws(Refusal) -> Int64 {
        switch stamp {
        case .instant(let microseconds):
            guard Self.times.contains(microseconds) else {
                throw Refusal(code: .badTime, detail: "time: not from the year 1 to 9999")
            }
            return microseconds
        case .local(let face):
            switch zone {
            case nil:
                throw Refusal(
                    code: .badTime, detail: "time: a local time without offset; say 'zone' in the mapping")
            case .offset(let source)?: return face - (try seconds(source, &workspace)) * 1_000_000
            case .city(let clock)?: return try resolve(face, clock, &workspace, sensor)
            }
        }
    }

    /// In the hour that the clock shows twice: the earliest that comes after the record before.
    private func resolve(
        _ face: Int64, _ clock: CityClock, _ workspace: inout Workspace, _ sensor: Range<Int>
    ) throws(Refusal) -> Int64 {
        var before: Int64?
        if let last = workspace.before, workspace.isEqual(last.sensor, sensor) {
            // In and out of one interval may be elements of their own.
            if last.face == face { return last.start }
            before = last.start
        }
        guard let start = clock.resolve(face, after: before) else {
            throw Refusal(code: .badTime, detail: "time: a local time that the clock jumps over")
        }
        workspace.resolved = .init(sensor: sensor, face: face, start: start)
        return start
    }

    private func seconds(_ source: Source, _ workspace: inout Workspace) throws(Refusal) -> Int64 {
        let value = try source.value(&workspace)
        var seconds: Int64?
        if value.kind == .text {
            seconds = ZoneOffset.read(workspace.document.bytes.span.extracting(value.range)).map { Int64($0) }
        } else if value.isNumber {
            seconds = Int64(exactly: try source.number(value, workspace.document))
        }
        guard var seconds, (-64_800...64_800).contains(seconds) else {
            throw Refusal.noTime(source, "an offset from UTC: +01:00, or whole seconds")
        }
        if let isSummer {
            let value = try isSummer.value(&workspace)
            if !value.isMissing, try isSummer.number(value, workspace.document) != 0 { seconds += 3600 }
        }
        return seconds
    }

    private func check(_ interval: inout Interval, _ clock: Guard, _ received: Int64) throws(Refusal) {
        let end = interval.start + interval.microseconds
        guard abs(end - received) > clock.microseconds else { return }
        guard clock.isReplaced else {
            throw Refusal(code: .badTime, detail: "time: too far from the time of receipt to be believed")
        }
        interval.start = received - interval.microseconds
        interval.isFallback = true
    }
}

extension TimeRule {
    private func length(_ length: Length, _ workspace: inout Workspace) throws(Refusal) -> Int64 {
        if let constant = length.constant { return Int64(constant) * 1_000_000 }
        return try above(try self.length(length.source, &workspace), length.source.key)
    }

    /// Microseconds by which 'offset' moves a time.
    private func shift(_ source: Source, _ workspace: inout Workspace) throws(Refusal) -> Int64 {
        let microseconds = try length(source, &workspace)
        guard (-Self.farthest...Self.farthest).contains(microseconds) else {
            throw Refusal(code: .outOfRange, detail: "\(source.key): more than 100 years")
        }
        return microseconds
    }

    /// Microseconds of a number of seconds, a duration, or a text such as PT15M or 15m.
    private func length(_ source: Source, _ workspace: inout Workspace) throws(Refusal) -> Int64 {
        let value = try source.value(&workspace)
        switch value.kind {
        case .absent: throw Refusal(code: .missingField, detail: "\(source.key): missing")
        case .duration: return value.int
        case .text:
            let text = workspace.document.bytes.span.extracting(value.range)
            if let microseconds = isoDuration(text) ?? plainDuration(text) { return microseconds }
            guard source.options.acceptsText, workspace.document.number(in: value) != nil else {
                throw Refusal.noTime(source, "a duration")
            }
        default: break
        }
        let seconds = try source.number(value, workspace.document)
        guard abs(seconds) <= 1e10 else {
            throw Refusal(code: .outOfRange, detail: "\(source.key): beyond ten billion seconds")
        }
        return Int64((seconds * 1e6).rounded())
    }

    private func above(_ microseconds: Int64, _ key: String) throws(Refusal) -> Int64 {
        guard microseconds > 0 else {
            throw Refusal(code: .outOfRange, detail: "\(key): the interval has no length")
        }
        return try bounded(microseconds, key)
    }

    private func bounded(_ microseconds: Int64, _ key: String) throws(Refusal) -> Int64 {
        guard microseconds <= Int64(Self.longest) * 1_000_000 else {
            throw Refusal(code: .outOfRange, detail: "\(key): longer than 24 hours")
        }
        return microseconds
    }
}

extension Refusal {
    fileprivate static func noTime(_ source: Source, _ expected: String) -> Refusal {
        Refusal(code: .badTime, detail: "\(source.key): \(source.description) is not \(expected)")
    }
}

extension Workspace {
    fileprivate func isEqual(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        document.bytes[left].elementsEqual(document.bytes[right])
    }
}
