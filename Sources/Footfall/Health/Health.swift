internal import Barometer

/// Whether the sensors and their sources are well, and what is remembered to tell it: a part of the checkpoint.
struct Health: Sendable, Equatable {
    /// One for each sensor of the plan.
    var sensors: [SensorWatch]
    /// By the roster's number of the source; `nil` was never heard.
    private(set) var sources: [SourceWatch?] = []
    /// What ends because its sensor is no longer in the plan; told with the next tick.
    private(set) var gone: [SensorHealth] = []
    /// The newest tick, and how far it was from the one before.
    private var clock: EventTime?
    private var step: Duration?
    private var looked: EventTime?
    /// We were away ourselves; until then nobody is blamed.
    private var patience: EventTime?

    init(sensors count: Int) {
        sensors = .init(repeating: SensorWatch(), count: count)
    }

    /// A way for many sensors at once, such as a vendor's gateway.
    struct SourceWatch: Sendable, Equatable {
        let name: String
        var rhythm = Rhythm()
        var silence: OpenTrouble?
        /// When it came back from its last silence.
        var back: EventTime?
    }

    /// A report came in; its source is heard.
    mutating func hear(source number: Int, _ name: String, at now: EventTime) -> SensorHealth? {
        while sources.count <= number { sources.append(nil) }
        var source = sources[number] ?? SourceWatch(name: name)
        source.rhythm.hear(at: now, least: Self.leastOfSource)
        let ended = source.silence?.health(of: SensorID(source.name), in: nil, until: now)
        if ended != nil { (source.silence, source.back) = (nil, now) }
        sources[number] = source
        return ended
    }

    private static let leastOfSource = 600.0
    static let leastOfSensor = 1200.0

    /// The moment up to which all that came in is known, when it is time to look for who is silent: what the clock
    /// showed before this tick.
    mutating func lookingTime(at now: EventTime) -> EventTime? {
        guard let before = clock, now > before else {
            clock = clock ?? now
            return nil
        }
        let (step, usual) = (now - before, self.step)
        (clock, self.step) = (now, step)
        if let usual, step > .seconds(60), step > usual * 20 { patience = now + .seconds(600) }
        guard patience.map({ $0 <= before }) ?? true, looked.map({ before - $0 >= .seconds(60) }) ?? true
        else {
            return nil
        }
        looked = before
        return before
    }

    mutating func takeGone() -> [SensorHealth] {
        defer { gone = [] }
        return gone
    }

    /// A silence that the sensor's source shares is not held against the sensor.
    private func silentSince(_ index: Int) -> EventTime? {
        guard let last = sensors[index].rhythm.last else { return nil }
        guard let back = back(of: index) else { return last }
        return max(last, back)
    }

    private func back(of index: Int) -> EventTime? {
        sources.indices.contains(sensors[index].source) ? sources[sensors[index].source]?.back : nil
    }

    /// Who is silent for longer than it should be.
    ///
    /// - Parameter intervals: for each sensor seconds between its reports; `nil` for one that does not serve now.
    mutating func lookForSilence(
        at now: EventTime, intervals: [Int?]
    ) -> (sources: [Int], sensors: [Int]) {
        var overdue: [Int] = []
        var alive = [Int](repeating: 0, count: sources.count)
        var tolerance = [Double](repeating: .infinity, count: sources.count)
        for index in sensors.indices {
            guard let interval = intervals[index], !sensors[index].has(.silent),
                let last = sensors[index].rhythm.last, let since = silentSince(index),
                sources.indices.contains(sensors[index].source)
            else { continue }
            let source = sensors[index].source
            alive[source] += 1
            let silence = Double((now - since).wholeSeconds)
            guard silence > Self.leastOfSensor / 2 else { continue }
            let limit = sensors[index].rhythm.limit(from: last, least: Self.least(interval))
            tolerance[source] = min(tolerance[source], limit / 2)
            if silence > limit { overdue.append(index) }
        }
        let silent = sources.indices.filter { number in
            guard let source = sources[number], source.silence == nil, alive[number] >= 2,
                let last = source.rhythm.last
            else { return false }
            let silence = Double((now - last).wholeSeconds)
            if silence > source.rhythm.limit(from: last, least: Self.leastOfSource) { return true }
            return silence > tolerance[number] && overdue.contains { sensors[$0].source == number }
        }
        for number in silent {
            guard let last = sources[number]?.rhythm.last else { continue }
            sources[number]?.silence = OpenTrouble(trouble: .sourceSilent, since: last, noticed: now)
        }
        return (silent, overdue.filter { sources[sensors[$0].source]?.silence == nil })
    }

    /// A source that no sensor of the plan speaks through any more is not waited for.
    mutating func dismissSources(at now: EventTime, intervals: [Int?]) -> [SensorHealth] {
        let awaited = Set(sensors.indices.filter { intervals[$0] != nil }.map { sensors[$0].source })
        return sources.indices.filter { !awaited.contains($0) }.compactMap { number in
            guard let source = sources[number], let silence = source.silence else { return nil }
            sources[number]?.silence = nil
            return silence.health(of: SensorID(source.name), in: nil, until: now)
        }
    }

    static func least(_ interval: Int) -> Double { max(leastOfSensor, 3 * Double(interval)) }
}

extension Health {
    /// - Parameter names: of the plan's sensors, as `read` is to find them again.
    func write(to writer: inout ByteWriter, names: [String]) {
        writer.list(Array(zip(names, sensors))) { writer, sensor in
            writer.text(sensor.0)
            sensor.1.write(to: &writer)
        }
        writer.list(sources) { writer, source in writer.optional(source) { $1.write(to: &$0) } }
        writer.optional(clock)
        writer.optional(step) { $0.unsigned(UInt64(max(0, $1.wholeSeconds))) }
        writer.optional(looked)
        writer.optional(patience)
    }

    /// - Parameter names: of the sensors of a plan that may have changed since.
    init(from reader: inout ByteReader, names: [String]) throws(Damage) {
        let known = try reader.list { reader throws(Damage) in
            (try reader.text(), try SensorWatch(from: &reader))
        }
        sources = try reader.list { reader throws(Damage) in
            try reader.optional { reader throws(Damage) in try SourceWatch(from: &reader) }
        }
        clock = try reader.optionalTime()
        step = try reader.optional { reader throws(Damage) in .seconds(try reader.small()) }
        looked = try reader.optionalTime()
        patience = try reader.optionalTime()
        let count = max(sources.count, 1)
        try reader.require(known.allSatisfy { $0.1.source < count })
        let byName = Dictionary(known) { first, _ in first }
        sensors = names.map { byName[$0] ?? SensorWatch() }
        let here = Set(names)
        gone = known.filter { !here.contains($0.0) }.flatMap { Self.ends(of: $0.1, $0.0, clock) }
    }

    private static func ends(of watch: SensorWatch, _ name: String, _ clock: EventTime?) -> [SensorHealth] {
        let parts = name.split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2 else { return [] }
        return watch.open.map {
            $0.health(
                of: SensorID(parts[0]), in: ZoneID(parts[1]), until: max(clock ?? $0.noticed, $0.noticed))
        }
    }
}

extension Health.SourceWatch: Stored {
    func write(to writer: inout ByteWriter) {
        writer.text(name)
        rhythm.write(to: &writer)
        writer.optional(silence) { $1.write(to: &$0) }
        writer.optional(back)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        name = try reader.text()
        rhythm = try Rhythm(from: &reader)
        silence = try reader.optional { reader throws(Damage) in try OpenTrouble(from: &reader) }
        back = try reader.optionalTime()
    }
}
