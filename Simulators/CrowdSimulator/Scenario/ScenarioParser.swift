extension Scenario {
    /// Reads the language of the files in `Simulators/scenarios`, as `Simulators/README.md` describes it.
    ///
    /// - Parameter file: its name, for messages.
    public init(parsing text: String, file: String) throws(InputError) {
        var parser = ScenarioParser()
        var number = 0
        for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            var line = ScenarioLine(row, file: file, number: number)
            if !line.isEmpty { try parser.take(&line) }
        }
        guard let scenario = parser.scenario else {
            throw InputError(
                file: file, line: number, expected: "a line 'city …' and a line 'from …'", found: nil)
        }
        self = scenario
    }
}

/// Gathers what the lines say. `city` and `from` come first, since all others speak of their zones and days.
private struct ScenarioParser {
    private var city: (seed: UInt64, zones: [Zone], sensorsPerZone: Int)?
    private var calendar: (firstDay: Day, days: Int, clock: LocalClock)?
    private var formats: [VendorFormat] = [.acme]
    private var formatOfSensor: [Int: VendorFormat] = [:]
    private var holidays: Set<Day> = []
    private var hasWeather = true
    private var weather: [Day: Double] = [:]
    private var uplifts: [Uplift] = []
    private var faults: [Fault] = []
    private var brokerRestarts: [Moment] = []

    var scenario: Scenario? {
        guard let city, let calendar else { return nil }
        let sensors = (1...city.zones.count * city.sensorsPerZone).map { number in
            Sensor(
                number: number, zoneIndex: (number - 1) / city.sensorsPerZone, format: format(of: number))
        }
        return Scenario(
            seed: city.seed, firstDay: calendar.firstDay, days: calendar.days, clock: calendar.clock,
            zones: city.zones, sensors: sensors, holidays: holidays, hasWeather: hasWeather,
            weather: weather, uplifts: uplifts, faults: faults, brokerRestarts: brokerRestarts)
    }

    mutating func take(_ line: inout ScenarioLine) throws(InputError) {
        if line.takes("city") {
            try takeCity(&line)
        } else if line.takes("from") {
            try takeCalendar(&line)
        } else if city == nil || calendar == nil {
            throw line.problem("the lines 'city …' and 'from …' before all others")
        } else {
            try takeLife(&line)
        }
        try line.end()
    }

    private mutating func takeCity(_ line: inout ScenarioLine) throws(InputError) {
        try line.expect("seed")
        let seed = try line.read("a whole number") { UInt64($0) }
        try line.expect("zones")
        let zones = try line.number(1...10_000)
        try line.expect("sensors")
        let sensors = try line.number(1...1000)
        city = (seed, (0..<zones).map(Zone.init(index:)), sensors)
    }

    private mutating func takeCalendar(_ line: inout ScenarioLine) throws(InputError) {
        let firstDay = try line.read("a date such as 2026-03-02") { Day($0) }
        try line.expect("days")
        let days = try line.number(1...3660)
        try line.expect("zone")
        let clock = try line.read("a time zone such as Europe/Brussels") { LocalClock(zoneNamed: $0) }
        calendar = (firstDay, days, clock)
    }

    private mutating func takeLife(_ line: inout ScenarioLine) throws(InputError) {
        if line.takes("formats") {
            formats = [try format(&line)]
            while !line.isEmpty { formats.append(try format(&line)) }
        } else if line.takes("holiday") {
            holidays.insert(try day(&line))
        } else if line.takes("weather") {
            try takeWeather(&line)
        } else if line.takes("market") {
            try takeMarket(&line)
        } else if line.takes("festival") {
            let day = try day(&line)
            try takeUplift(&line, on: [day], at: try line.clockSpan())
        } else if let minute = try? line.clock() {
            try takeFault(&line, atMinute: minute)
        } else {
            let sensor = try? self.sensor(&line)
            guard let sensor else {
                throw line.problem("formats, holiday, weather, market, festival, a sensor or a time of day")
            }
            try line.expect("format")
            formatOfSensor[sensor] = try format(&line)
        }
    }

    private mutating func takeWeather(_ line: inout ScenarioLine) throws(InputError) {
        if line.takes("steady") {
            hasWeather = false
        } else {
            let day = try day(&line)
            weather[day] = try line.share(1...300)
        }
    }

    private mutating func takeMarket(_ line: inout ScenarioLine) throws(InputError) {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        let weekday = try line.read("a weekday such as saturday") { names.firstIndex(of: $0) }
        guard let calendar else { return }
        let days = (0..<calendar.days).map { Day(number: calendar.firstDay.number + $0) }
        try takeUplift(&line, on: days.filter { $0.weekday == weekday }, at: try line.clockSpan())
    }

    private mutating func takeUplift(
        _ line: inout ScenarioLine, on days: [Day], at minutes: Range<Int>
    ) throws(InputError) {
        guard let clock = calendar?.clock else { return }
        try line.expect("zone")
        let zone = try zone(&line)
        try line.expect("uplift")
        let share = try line.share(-99...1000)
        let spill = line.takes("spill") ? try line.share(-99...1000) : 0
        for day in days {
            let start = clock.moment(day, minute: minutes.lowerBound)
            let end = clock.moment(day, minute: minutes.upperBound)
            uplifts.append(Uplift(zoneIndex: zone, span: start..<end, share: share, spill: spill))
        }
    }

    private mutating func takeFault(
        _ line: inout ScenarioLine, atMinute minute: Int
    ) throws(InputError) {
        let day = try day(&line)
        guard let clock = calendar?.clock else { return }
        let start = clock.moment(day, minute: minute)
        if line.takes("broker") {
            try line.expect("restarts")
            brokerRestarts.append(start)
            return
        }
        let sensors = try target(&line)
        let kind = try faultKind(&line, of: sensors)
        var seconds = 0
        if kind != .resets {
            try line.expect("for")
            seconds = try line.duration()
        }
        faults.append(
            Fault(kind: kind, sensors: sensors, span: start..<start.later(seconds: Int64(seconds))))
    }

    private func faultKind(
        _ line: inout ScenarioLine, of sensors: ClosedRange<Int>
    ) throws(InputError) -> Fault.Kind {
        if line.takes("dead") { return .dead }
        if line.takes("stuck") { return .stuck }
        if line.takes("stuck-at") { return .stuckAt(count: try line.number(0...10_000)) }
        if line.takes("swapped") { return .swapped }
        if line.takes("reboots") { return .reboots }
        if line.takes("clock-resets") { return .clockResets }
        if line.takes("drifts") { return .drifts(share: try line.share(-99...1000)) }
        if line.takes("counts-times") { return .counts(times: try line.factor()) }
        if line.takes("gateway-down") { return .gatewayDown }
        if line.takes("duplicates") { return .duplicates(share: try line.share(1...100)) }
        if line.takes("malformed") { return .malformed(share: try line.share(1...100)) }
        if line.takes("shuffled") { return .shuffled(seconds: try line.duration()) }
        if line.takes("skewed") { return .skewed(seconds: try line.signedDuration()) }
        return try counterFault(&line, of: sensors)
    }

    private func counterFault(
        _ line: inout ScenarioLine, of sensors: ClosedRange<Int>
    ) throws(InputError) -> Fault.Kind {
        let isReset = line.takes("resets")
        guard isReset || line.takes("rolls-over") else {
            throw line.problem(
                "dead, stuck, stuck-at, duplicates, shuffled, resets, rolls-over, reboots, swapped, drifts, "
                    + "counts-times, gateway-down, skewed, clock-resets or malformed")
        }
        guard sensors.allSatisfy({ format(of: $0).isCounter }) else {
            throw line.problem(
                "a sensor of format acme-counter before '\(isReset ? "resets" : "rolls-over")'",
                found: "another format")
        }
        return isReset ? .resets : .rollsOver(at: try line.number(100...1_000_000_000))
    }

    /// One sensor, or all of a zone.
    private func target(_ line: inout ScenarioLine) throws(InputError) -> ClosedRange<Int> {
        guard let perZone = city?.sensorsPerZone, line.takes("zone") else {
            let sensor = try sensor(&line)
            return sensor...sensor
        }
        let zone = try zone(&line)
        return zone * perZone + 1...(zone + 1) * perZone
    }

    private func sensor(_ line: inout ScenarioLine) throws(InputError) -> Int {
        let count = city.map { $0.zones.count * $0.sensorsPerZone } ?? 0
        return try line.read("a sensor from gate-1 to gate-\(count), a zone or 'broker'") { word in
            guard word.hasPrefix("gate-"), let number = Int(word.dropFirst(5)) else { return nil }
            return (1...max(1, count)).contains(number) ? number : nil
        }
    }

    private func zone(_ line: inout ScenarioLine) throws(InputError) -> Int {
        let names = city?.zones.map(\.name) ?? []
        let shown = names.prefix(10).joined(separator: ", ")
        return try line.read("a zone (\(shown))") { names.firstIndex(of: $0) }
    }

    private func day(_ line: inout ScenarioLine) throws(InputError) -> Day {
        try line.expect("day")
        let count = calendar?.days ?? 1
        let index = try line.read("a day from 1 to \(count)") { word in
            Int(word).flatMap { (1...count).contains($0) ? $0 : nil }
        }
        return Day(number: (calendar?.firstDay.number ?? 0) + index - 1)
    }

    private func format(_ line: inout ScenarioLine) throws(InputError) -> VendorFormat {
        let names = VendorFormat.allCases.map(\.rawValue).joined(separator: ", ")
        return try line.read("a format (\(names))") { VendorFormat(rawValue: $0) }
    }

    private func format(of sensor: Int) -> VendorFormat {
        formatOfSensor[sensor] ?? formats[(sensor - 1) % formats.count]
    }
}
