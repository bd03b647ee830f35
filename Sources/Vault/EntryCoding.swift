import Barometer
import Footfall

/// Inputs as bytes, about 20 for an observation: times as differences, a repeated length left out.
///
/// A flag byte opens each input. Bit 7: a tick. Otherwise bits 0–1 are the direction, 2–3 the kind, 4 says
/// that the length is the one before, 5 that the count is whole, 6 that it replaces another. An observation
/// with quality flags has one more byte before that: bits 7 and 6, and its flags in bits 0–3. Bits 7 and 5 open
/// what is rare: with bit 0 a seen alarm, with bit 1 reports of the future, without them reports told again.
enum EntryCoding {
    private static let tick: UInt8 = 0x80
    private static let sameLength: UInt8 = 0x10
    private static let whole: UInt8 = 0x20
    private static let replacing: UInt8 = 0x40
    private static let quality: UInt8 = 0xC0
    private static let repeats: UInt8 = 0xA0
    private static let acknowledge: UInt8 = 0xA1
    private static let ahead: UInt8 = 0xA2
    private static let times: ClosedRange<Int64> = -(1 << 53)...1 << 53
    private static let lengths = 0...86_400

    /// Whether the input has a time and a length that can be read back.
    static func holds(_ input: Input) -> Bool {
        switch input {
        case .tick(let time): times.contains(time.milliseconds)
        case .repeats(_, let count), .ahead(_, let count): count > 0
        case .acknowledge: true
        case .observation(let seen):
            times.contains(seen.start.milliseconds) && lengths.contains(seen.seconds)
                && Observation.Flags.all.isSuperset(of: seen.flags)
        }
    }

    static func encode(_ inputs: [Input]) -> [UInt8] {
        var writer = ByteWriter()
        var time: Int64 = 0
        var seconds = 0
        for input in inputs {
            switch input {
            case .tick(let now):
                writer.byte(tick)
                writer.signed(now.milliseconds &- time)
                time = now.milliseconds
            case .observation(let seen):
                write(seen, after: time, seconds, to: &writer)
                time = seen.start.milliseconds
                seconds = seen.seconds
            case .repeats(let sensor, let count):
                writer.byte(repeats)
                writer.unsigned(UInt64(sensor))
                writer.unsigned(UInt64(count))
            case .ahead(let sensor, let count):
                writer.byte(ahead)
                writer.unsigned(UInt64(sensor))
                writer.unsigned(UInt64(count))
            case .acknowledge(let zone, let rule):
                writer.byte(acknowledge)
                writer.text(zone.name)
                writer.text(rule.name)
            }
        }
        return writer.bytes
    }

    private static func write(
        _ seen: Observation, after time: Int64, _ seconds: Int, to writer: inout ByteWriter
    ) {
        if !seen.flags.isEmpty { writer.byte(quality | seen.flags.rawValue) }
        var flags = seen.direction.rawValue | seen.kind.rawValue << 2
        if seen.seconds == seconds { flags |= sameLength }
        if isWhole(seen.count) { flags |= whole }
        if seen.replaced != nil { flags |= replacing }
        writer.byte(flags)
        writer.unsigned(UInt64(seen.sensor))
        writer.signed(seen.start.milliseconds &- time)
        if seen.seconds != seconds { writer.signed(Int64(seen.seconds)) }
        write(seen.count, to: &writer)
        writer.word(seen.key)
        guard let replaced = seen.replaced else { return }
        writer.bool(isWhole(replaced))
        write(replaced, to: &writer)
    }

    private static func write(_ count: Double, to writer: inout ByteWriter) {
        if isWhole(count) { writer.unsigned(UInt64(count)) } else { writer.double(count) }
    }

    /// Minus zero is not: every count comes back bit by bit.
    private static func isWhole(_ count: Double) -> Bool {
        count.sign == .plus && count < 0x1p53 && count.rounded(.down) == count
    }

    /// - Parameter sensors: how many there are in the roster; a higher number is damage.
    static func decode(_ bytes: [UInt8], sensors: Int = .max) throws -> [Input] {
        var reader = ByteReader(bytes)
        var inputs: [Input] = []
        var time: Int64 = 0
        var seconds = 0
        while !reader.isAtEnd {
            let flags = try reader.byte()
            switch flags {
            case tick:
                time = try self.time(from: &reader, after: time)
                inputs.append(.tick(EventTime(milliseconds: time)))
            case repeats:
                let sensor = try number(from: &reader, sensors)
                inputs.append(.repeats(sensor: sensor, count: try reader.length()))
            case ahead:
                let sensor = try number(from: &reader, sensors)
                inputs.append(.ahead(sensor: sensor, count: try reader.length()))
            case acknowledge:
                let zone = ZoneID(try reader.text())
                inputs.append(.acknowledge(zone: zone, rule: AlarmRuleID(try reader.text())))
            default:
                let quality = try quality(flags)
                let opening = quality.isEmpty ? flags : try reader.byte()
                let seen = try observation(opening, quality, from: &reader, after: time, seconds, sensors)
                time = seen.start.milliseconds
                seconds = seen.seconds
                inputs.append(.observation(seen))
            }
        }
        return inputs
    }

    /// None, unless the byte stands before a flag byte to tell of them.
    private static func quality(_ byte: UInt8) throws -> Observation.Flags {
        if byte & tick == 0 { return [] }
        let flags = Observation.Flags(rawValue: byte & ~quality)
        guard byte & quality == quality, !flags.isEmpty, Observation.Flags.all.isSuperset(of: flags) else {
            throw Garbled(what: "a flag byte")
        }
        return flags
    }

    private static func observation(
        _ flags: UInt8, _ quality: Observation.Flags, from reader: inout ByteReader, after time: Int64,
        _ previous: Int, _ sensors: Int
    ) throws -> Observation {
        guard flags & tick == 0 else { throw Garbled(what: "a flag byte") }
        let number = try number(from: &reader, sensors)
        guard let direction = Observation.Direction(rawValue: flags & 3),
            let kind = Observation.Kind(rawValue: flags >> 2 & 3)
        else { throw Garbled(what: "a value out of range") }
        let start = try self.time(from: &reader, after: time)
        let seconds = flags & sameLength != 0 ? previous : try length(from: &reader)
        let count = try count(from: &reader, isWhole: flags & whole != 0)
        let key = try reader.word()
        var replaced: Double?
        if flags & replacing != 0 {
            let isWhole = try reader.bool()
            replaced = try self.count(from: &reader, isWhole: isWhole)
        }
        return Observation(
            sensor: number, start: EventTime(milliseconds: start), seconds: seconds, direction: direction,
            count: count, kind: kind, key: key, replaced: replaced, flags: quality)
    }

    private static func number(from reader: inout ByteReader, _ sensors: Int) throws -> Roster.Number {
        let sensor = try reader.unsigned()
        guard let number = Roster.Number(exactly: sensor), number < sensors else {
            throw Garbled(what: "a value out of range")
        }
        return number
    }

    private static func time(from reader: inout ByteReader, after time: Int64) throws -> Int64 {
        let next = time &+ (try reader.signed())
        guard times.contains(next) else { throw Garbled(what: "a value out of range") }
        return next
    }

    private static func length(from reader: inout ByteReader) throws -> Int {
        let seconds = Int(try reader.signed())
        guard lengths.contains(seconds) else { throw Garbled(what: "a value out of range") }
        return seconds
    }

    private static func count(from reader: inout ByteReader, isWhole: Bool) throws -> Double {
        isWhole ? Double(try reader.unsigned()) : try reader.double()
    }
}
