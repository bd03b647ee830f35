import CrowdSimulator
import Foundation

/// Two days of three zones, one gate of each make in each of them.
let calmTown = """
    city seed 42 zones 3 sensors 4
    from 2026-03-02 days 2 zone Europe/Brussels
    formats acme telepoort hourglass acme-counter
    """

extension Scenario {
    /// The calm town with some more lines.
    static func town(_ lines: String...) throws -> Scenario {
        try Scenario(parsing: ([calmTown] + lines).joined(separator: "\n"), file: "town.txt")
    }

    var messages: [SimulatedMessage] { steps.messages }

    func number(_ number: Int) -> Sensor { sensors[number - 1] }

    /// What passed at the sensor, all of it or only what no fault touched.
    func passed(_ name: String, onlyFaultless: Bool = false) -> Int {
        truth.filter { $0.sensor == name && (!onlyFaultless || $0.fault.isEmpty) }
            .reduce(0) { $0 + $1.passed.people }
    }

    /// A full hour of a day, counted from 1, while the city's clock does not change.
    func start(hour: Int, of day: Int) -> Moment {
        span.lowerBound.later(seconds: Int64((day - 1) * 86_400 + hour * 3600))
    }

    func rows(touchedBy fault: String) -> [Truth] {
        truth.filter { $0.fault.split(separator: "+").contains(Substring(fault)) }
    }
}

extension Sequence<Step> {
    var messages: [SimulatedMessage] {
        compactMap { step in
            guard case .message(let message) = step else { return nil }
            return message
        }
    }
}

extension Sequence<SimulatedMessage> {
    var people: Int { flatMap(\.observations).filter { $0.kind == .delta }.reduce(0) { $0 + $1.count } }

    func from(_ sensor: String) -> [SimulatedMessage] {
        filter { message in message.observations.contains { $0.sensor == sensor } }
    }

    /// People by the steps of a counter; a total that falls has started from nought.
    func growth(of sensor: String) -> Int {
        var last: [Observation.Direction: Int] = [:]
        var sum = 0
        for observation in flatMap(\.observations) where observation.sensor == sensor {
            if let before = last[observation.direction] {
                sum += observation.count >= before ? observation.count - before : observation.count
            }
            last[observation.direction] = observation.count
        }
        return sum
    }
}

/// The folder of the package.
let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

func text(_ path: String) throws -> String {
    try CompressedText.read(package.appendingPathComponent(path).path)
}
