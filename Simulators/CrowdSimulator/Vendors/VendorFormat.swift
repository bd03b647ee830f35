/// How a make of sensor tells what it counted.
public enum VendorFormat: String, CaseIterable, Sendable {
    /// Each minute, what passed in it.
    case acme
    /// Each minute, two totals that only grow.
    case acmeCounter = "acme-counter"
    /// Every five minutes, a nested report with much beside the counts.
    case telepoort
    /// Every quarter of an hour, both directions together.
    case hourglass
    /// Every hour, both directions together.
    case hourglassHour = "hourglass-hour"

    /// The length of one report; divides an hour.
    public var seconds: Int {
        switch self {
        case .acme, .acmeCounter: 60
        case .telepoort: 300
        case .hourglass: 900
        case .hourglassHour: 3600
        }
    }

    /// Whether its numbers are totals since some start, not people of one stretch of time.
    public var isCounter: Bool { self == .acmeCounter }

    func sensorName(zone: Zone, number: Int) -> String {
        switch self {
        case .acme, .acmeCounter: "\(zone.name)/gate-\(number)"
        case .telepoort: "\(zone.name)/\(Self.serial(number))"
        case .hourglass, .hourglassHour: "hg-\(number)"
        }
    }

    func topic(of sensor: Sensor) -> String {
        switch self {
        case .acme: "acme/\(sensor.name)/count"
        case .acmeCounter: "acme/\(sensor.name)/counter"
        case .telepoort: "telepoort/\(sensor.zone.name)/report"
        case .hourglass, .hourglassHour: "hourglass/\(sensor.name)/total"
        }
    }

    /// JSON as the device would write it.
    ///
    /// - Parameter start: on the device's own clock.
    func payload(of sensor: Sensor, from start: Moment, telling told: Passage) -> String {
        let end = start.later(seconds: Int64(seconds))
        switch self {
        case .acme:
            return #"{"ts":"\#(end)","in":\#(told.inwards),"out":\#(told.outwards)}"#
        case .acmeCounter:
            return #"{"ts":"\#(end)","total_in":\#(told.inwards),"total_out":\#(told.outwards)}"#
        case .telepoort:
            return telepoort(sensor, from: start, to: end, telling: told)
        case .hourglass, .hourglassHour:
            return #"{"id":"\#(sensor.name)","from":\#(start.seconds),"seconds":\#(seconds),"#
                + #""people":\#(told.people)}"#
        }
    }

    /// What a faultless reader finds in the payload.
    func observations(of sensor: Sensor, from start: Moment, telling told: Passage) -> [Observation] {
        switch self {
        case .acme, .telepoort:
            let two = [(Observation.Direction.inwards, told.inwards), (.outwards, told.outwards)]
            return two.map { direction, count in
                Observation(
                    sensor: sensor.name, time: start, seconds: seconds, direction: direction, count: count)
            }
        case .acmeCounter:
            let end = start.later(seconds: Int64(seconds))
            let two = [(Observation.Direction.inwards, told.inwards), (.outwards, told.outwards)]
            return two.map { direction, count in
                Observation(
                    sensor: sensor.name, time: end, seconds: 0, direction: direction, count: count,
                    kind: .cumulative)
            }
        case .hourglass, .hourglassHour:
            return [
                Observation(
                    sensor: sensor.name, time: start, seconds: seconds, direction: .both, count: told.people)
            ]
        }
    }

    private static func serial(_ number: Int) -> String {
        "TP-\(padded(1000 + number, 5))"
    }

    private func telepoort(
        _ sensor: Sensor, from start: Moment, to end: Moment, telling told: Passage
    ) -> String {
        var random = SeededRandom(seed: 0, for: .device, index: sensor.number, at: start.seconds)
        let battery = 3600 - random.number(in: 0...40)
        return #"{"device":{"serial":"\#(Self.serial(sensor.number))","firmware":"2.4.1","#
            + #""battery_mv":\#(battery)},"period":{"start":"\#(start)","end":"\#(end)"},"#
            + #""lines":{"main":{"in":\#(told.inwards),"out":\#(told.outwards)}},"#
            + #""status":{"uptime_s":\#(start.seconds % 8_640_000),"errors":[]}}"#
    }
}
