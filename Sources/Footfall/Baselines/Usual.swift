internal import Barometer

/// What a zone's window is judged by: fixed when the window closes, so that a correction is judged alike.
struct Usual: Sendable, Equatable {
    /// Standard deviation of the log ratio; above 0.
    let spread: Double
    /// Usual peak of one slot in people; `nil` in cold start.
    let peak: Double?
    /// The classes shown before this window.
    let classes: ZoneState.Classes
    /// What sets the moment apart, as reasons to tell.
    let occasions: [Reason]
}

extension Usual: Stored {
    func write(to writer: inout ByteWriter) {
        writer.double(spread)
        writer.optional(peak) { $0.double($1) }
        classes.write(to: &writer)
        writer.list(occasions) { writer, reason in writer.text(reason.code) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        spread = try reader.double()
        peak = try reader.optional { reader throws(Damage) in try reader.double() }
        classes = try ZoneState.Classes(from: &reader)
        occasions = try reader.list { reader throws(Damage) in try Reason(from: &reader) }
    }
}

/// A reading that waits for corrections is kept inside with the checkpoint.
extension Reading: Stored {
    func write(to writer: inout ByteWriter) {
        writer.text(zone.name)
        for time in [window.start, window.end, validUntil] { writer.time(time) }
        writer.unsigned(UInt64(completeness.hundredths))
        writer.list(reasons) { writer, reason in
            writer.text(reason.code)
            if case .sensors(let present) = reason {
                writer.unsigned(UInt64(present.ok))
                writer.unsigned(UInt64(present.of))
            }
        }
        writer.optional(measurement) { writer, measurement in
            writer.unsigned(UInt64(measurement.index.percent))
            writer.text(measurement.deviation.rawValue)
            writer.text(measurement.confidence.rawValue)
            writer.optional(measurement.peak) { writer, peak in
                writer.unsigned(UInt64(peak.busyness.percent))
                writer.unsigned(UInt64(peak.level.rawValue))
            }
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        let zone = ZoneID(try reader.text())
        let (start, end, validUntil) = (try reader.time(), try reader.time(), try reader.time())
        let completeness = Share(Double(try reader.length(100)) / 100)
        let reasons = try reader.list { reader throws(Damage) in try Reason(from: &reader) }
        let measurement = try reader.optional { reader throws(Damage) in try Measurement(from: &reader) }
        try reader.require(start < end)
        self.init(
            zone: zone, window: Window(from: start, to: end),
            content: measurement.map { .final($0) } ?? .withheld, completeness: completeness,
            reasons: reasons, validUntil: validUntil)
    }
}

extension Reading.Measurement {
    fileprivate init(from reader: inout ByteReader) throws(Damage) {
        let index = Index(ratio: Double(try reader.length(300)) / 100)
        guard let deviation = Deviation(rawValue: try reader.text()),
            let confidence = Confidence(rawValue: try reader.text())
        else { throw reader.damage }
        let peak = try reader.optional { reader throws(Damage) -> Reading.PeakShare in
            let busyness = Busyness(ratio: Double(try reader.length(300)) / 100)
            guard let level = Level(rawValue: try reader.length(4)) else { throw reader.damage }
            return Reading.PeakShare(busyness: busyness, level: level)
        }
        self.init(index: index, deviation: deviation, peak: peak, confidence: confidence)
    }
}

extension Reason {
    fileprivate init(from reader: inout ByteReader) throws(Damage) {
        let code = try reader.text()
        var present = Present(0, of: 0)
        if code == Reason.sensors(present).code {
            let ok = try reader.length(99)
            present = Present(ok, of: try reader.length(99))
        }
        guard let reason = Reason(code: code, present: present) else { throw reader.damage }
        self = reason
    }
}
