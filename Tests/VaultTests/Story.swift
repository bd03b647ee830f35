import Barometer
import Footfall
import Foundation
import Vault
import TestKit

/// A folder of its own for one test, removed at the end.
final class Place {
    let path = NSTemporaryDirectory() + "vault-" + UUID().uuidString

    func folder() throws -> DataFolder { try DataFolder(path: path) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension Chance {
    /// Anything that an input may be, the odd corners too.
    mutating func input(sensors: Int) -> Input {
        let time = EventTime(milliseconds: Int64.random(in: -(1 << 53)...1 << 53, using: &self))
        if Int.random(in: 0..<5, using: &self) == 0 { return .tick(time) }
        let number = Roster.Number(Int.random(in: 0..<sensors, using: &self))
        switch Int.random(in: 0..<20, using: &self) {
        case 0: return .repeats(sensor: number, count: Int.random(in: 1...70_000, using: &self))
        case 1: return .ahead(sensor: number, count: Int.random(in: 1...70_000, using: &self))
        default: break
        }
        let direction = Observation.Direction.allCases.randomElement(using: &self) ?? .none
        let kind = Observation.Kind.allCases.randomElement(using: &self) ?? .delta
        return .observation(
            Observation(
                sensor: Roster.Number(Int.random(in: 0..<sensors, using: &self)), start: time,
                seconds: [0, 60, 60, 300, 86_400].randomElement(using: &self) ?? 0, direction: direction,
                count: count(), kind: kind, key: next(), replaced: Bool.random(using: &self) ? count() : nil,
                flags: Observation.Flags(rawValue: UInt8.random(in: 0..<32, using: &self) & 15)))
    }

    private mutating func count() -> Double {
        [0, -0.0, 1, 17.5, 0x1p53, 0x1p53 - 1, 1e300, .infinity, Double(UInt16(truncatingIfNeeded: next()))]
            .randomElement(using: &self) ?? 0
    }

    /// What a street sends: a minute's count of one of the sensors, nearly in order.
    mutating func street(_ number: Int, sensors: Int) -> Input {
        let lag = Int64.random(in: 0..<5_000, using: &self)
        return .observation(
            Observation(
                sensor: Roster.Number(number % sensors),
                start: EventTime(milliseconds: 1_773_496_800_000 + Int64(number) * 60 - lag), seconds: 60,
                direction: .both, count: Double(Int.random(in: 0..<400, using: &self)), kind: .delta,
                key: next()))
    }
}

extension Roster {
    static func sample(_ count: Int) -> Roster {
        Roster((0..<count).map { Entry(source: "street", sensor: SensorID("gate-\($0)")) })
    }
}

extension Journal {
    @discardableResult
    func add(
        _ inputs: [Input], roster: Roster = .sample(8), rejections: [Rejection] = [],
        at received: EventTime = EventTime(seconds: 1)
    ) throws -> Int64 {
        try append(inputs, roster: roster, rejections: rejections, received: received)
    }

    func all() throws -> [Input] { try entries(after: 0, limit: 1_000_000).flatMap(\.inputs) }
}

extension StateStore {
    @discardableResult
    func publish(contents: [Publication.Content], at position: Int64, now: EventTime) throws -> [Publication]
    {
        try commit(
            Step(position: position, contents: contents, keepsakes: [], checkpoint: nil, now: now))
    }

    @discardableResult
    func publish(_ readings: [Reading], at position: Int64, now: EventTime) throws -> [Publication] {
        try publish(contents: readings.map { .reading($0) }, at: position, now: now)
    }
}
