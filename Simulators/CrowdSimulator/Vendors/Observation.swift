/// One number that a sensor told, in the words of the records of a mapping.
public struct Observation: Hashable, Sendable {
    /// Which way people went; `both` when the sensor cannot tell.
    public enum Direction: String, Sendable {
        case inwards = "in"
        case outwards = "out"
        case both
    }

    /// People of one stretch of time, or a total that only grows.
    public enum Kind: String, Sendable {
        case delta, cumulative
    }

    /// As the vendor's mapping names it.
    public let sensor: String
    /// The start of the stretch that was counted, or the instant of a counter's reading.
    public let time: Moment
    /// 0 for a counter's reading.
    public let seconds: Int
    public let direction: Direction
    /// Not below zero.
    public let count: Int
    public let kind: Kind

    public init(
        sensor: String, time: Moment, seconds: Int, direction: Direction, count: Int, kind: Kind = .delta
    ) {
        self.sensor = sensor
        self.time = time
        self.seconds = seconds
        self.direction = direction
        self.count = count
        self.kind = kind
    }

    /// The names of the columns of ``csv``.
    public static let csvHeader = "sensor,time,duration_s,direction,count,kind"

    /// A line of CSV, without its end.
    public var csv: String {
        "\(sensor),\(time),\(seconds),\(direction.rawValue),\(count),\(kind.rawValue)"
    }
}
