import Barometer
extension Observation {
 public struct Flags: OptionSet, Hashable, Sendable { public let rawValue: UInt8; public init(rawValue: UInt8) { self.rawValue = rawValue }
  static let clockFallback = Flags(rawValue: 4); static let names = ["reset"]; init?(name: String) { return nil }; public var names: [String] { [] } }
 init(sensor: Roster.Number, start: EventTime, seconds: Int, direction: Direction, count: Double, kind: Kind, flags: Flags, key: UInt64) { self.init(sensor: sensor, start: start, seconds: seconds, direction: direction, count: count, kind: kind, key: key) }
 var flags: Flags { [] }
}
public struct CounterRule: Hashable, Sendable { static let usualStep = 5000.0; init(modulus: Double? = nil, maxStep: Double = 5000, dailyReset: CityClock? = nil) {}
 public static func == (a: Self, b: Self) -> Bool { true }; public func hash(into: inout Hasher) {} }
extension CounterMemory { mutating func difference(_ o: Observation, rule: CounterRule) -> Observation? { difference(o) } }
