import Barometer
import Footfall
import Mosquitto
import Synchronization
import Vault

/// Where messages come in: understood, told apart from repeats, and on disk before the broker hears of it.
///
/// The broker threads call `commit`, one after the other. Only what the mapping took from a message is written,
/// so nothing else of it ever reaches the disk.
final class FrontDoor: Sendable {
    private struct Hall {
        var intake: Intake
        var harvest = Harvest()
        var tidings = Tidings()
        var lastTick: EventTime?
    }

    private let hall: Mutex<Hall>
    private let journal: Journal
    private let clock: HouseClock
    private let metrics: Metrics
    private let onCommit: @Sendable () -> Void

    init(
        mappings: [Mapping], skew: Duration, journal: Journal, clock: HouseClock, metrics: Metrics,
        onCommit: @escaping @Sendable () -> Void
    ) throws {
        hall = Mutex(Hall(intake: try journal.intake(mappings, skew: skew)))
        self.journal = journal
        self.clock = clock
        self.metrics = metrics
        self.onCommit = onCommit
    }

    func commit(_ batch: Batch) throws {
        try hall.withLock { hall in
            let now = clock.now
            hall.harvest.clear()
            var seen: [Input] = []
            for record in batch.records {
                let topic = batch.bytes.span.extracting(record.topic)
                if let (zone, rule) = AcknowledgementTopic.names(in: topic) {
                    if record.retained {
                        hall.harvest.rejections.append(.retained(zone, rule))
                    } else {
                        seen.append(.acknowledge(zone: zone, rule: rule))
                    }
                    continue
                }
                hall.intake.take(
                    batch.envelope(of: record), topic: topic,
                    payload: batch.bytes.span.extracting(record.payload),
                    oversized: record.oversizedBytes, received: now, into: &hall.harvest)
            }
            let tidings = hall.tidings.due(at: now)
            do {
                let inputs =
                    [.tick(now)] + tidings + hall.harvest.observations.map(Input.observation) + seen
                _ = try journal.append(
                    inputs, roster: hall.intake.roster, rejections: hall.harvest.rejections, received: now)
            } catch {
                hall.intake.undo(hall.harvest)
                throw error
            }
            hall.lastTick = now
            if !tidings.isEmpty { hall.tidings.settle(at: now) }
            hall.tidings.gather(hall.harvest)
            measure(batch, hall.harvest)
        }
        onCommit()
    }

    /// Tells the journal what time it is, unless a message just did.
    func tick(every interval: Duration) throws {
        try hall.withLock { hall in
            let now = clock.now
            if let last = hall.lastTick, now - last < interval { return }
            let tidings = hall.tidings.due(at: now)
            _ = try journal.append(
                [.tick(now)] + tidings, roster: hall.intake.roster, rejections: [], received: now)
            hall.lastTick = now
            if !tidings.isEmpty { hall.tidings.settle(at: now) }
        }
        onCommit()
    }

    /// Takes new mappings from the next batch on.
    func replace(_ mappings: [Mapping], skew: Duration) throws {
        try hall.withLock { $0.intake = try journal.intake(mappings, skew: skew) }
    }

    private func measure(_ batch: Batch, _ harvest: Harvest) {
        metrics.count("footfall_messages_total", "Messages committed.", by: batch.count)
        metrics.count(
            "footfall_observations_total", "Observations stored.", by: harvest.observations.count)
        metrics.count(
            "footfall_duplicates_total", "Reports told before and dropped.", by: harvest.duplicates)
        for rejection in harvest.rejections {
            metrics.count(rejection)
        }
    }
}

extension Batch {
    /// What a message carries beside its topic and its payload.
    fileprivate func envelope(of record: Record) -> Envelope {
        Envelope(
            isRetained: record.retained, contentType: record.contentType.map { Array(bytes[$0]) } ?? [],
            user: record.userProperties.map { place in
                let property = userProperties[place]
                return .init(name: Array(bytes[property.name]), value: Array(bytes[property.value]))
            })
    }
}

extension Metrics {
    func count(_ rejection: Rejection) {
        count(
            "footfall_rejections_total", "Inputs let go, with their reason.", by: rejection.count,
            labels: "code=\"\(rejection.code.rawValue)\"")
    }
}

extension Journal {
    /// An intake that knows which reports came in before.
    func intake(_ mappings: [Mapping], skew: Duration) throws -> Intake {
        let remembered = 1_000_000
        var intake = Intake(mappings: mappings, roster: try roster(), skew: skew, keeping: remembered)
        for observation in try newestObservations(limit: remembered) { intake.remember(observation) }
        return intake
    }
}
