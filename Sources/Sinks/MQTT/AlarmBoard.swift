public import Barometer
public import Mosquitto
import Synchronization

/// The operator's board: what is raised in each zone, as a retained message on `barometer/v1/alarm/{zone}`.
///
/// `barometer/v1/alarm` says whether anybody keeps the board, so that an old one is never taken for all well.
public final class AlarmBoard: Sendable {
    private let publisher: Publisher
    private let origin: EventOrigin
    /// What the broker has taken for sure.
    private let shown = Mutex<[ZoneID: AlarmList]>([:])

    /// Does not connect yet.
    ///
    /// - Parameter endpoint: its client id must be one that nobody else uses; its will is set here.
    public init(endpoint: Endpoint, origin: EventOrigin) {
        var endpoint = endpoint
        endpoint.will = Self.status(online: false)
        publisher = Publisher(endpoint)
        self.origin = origin
    }

    /// Makes the board show what is raised. Safe to repeat: only what is new goes out, and after a failure all.
    ///
    /// - Parameters:
    ///   - raised: all of it.
    ///   - zones: those that have a list, if need be an empty one.
    public func show(
        _ raised: [Alarm], in zones: [ZoneID], at now: EventTime
    ) async throws(SinkError) {
        let known = shown.withLock { $0 }
        let names = Set(zones + raised.map(\.zone) + known.keys)
        let lists = names.sorted().map { zone in
            AlarmList(zone: zone, alarms: raised.filter { $0.zone == zone })
        }
        let fresh = lists.filter { known[$0.zone] != $0 }
        do {
            let messages = try fresh.map { try message($0, at: now) }
            try await publisher.publish([Self.status(online: true)] + messages)
        } catch {
            shown.withLock { $0 = [:] }
            throw SinkError(mqtt: error)
        }
        shown.withLock { $0 = Dictionary(lists.map { ($0.zone, $0) }) { $1 } }
    }

    /// Says goodbye; the lists stay.
    public func close() async {
        try? await publisher.publish([Self.status(online: false)], within: .seconds(3))
        await publisher.close()
    }

    private func message(_ list: AlarmList, at now: EventTime) throws -> OutgoingMessage {
        OutgoingMessage(
            topic: "barometer/v1/alarm/\(list.zone)",
            payload: [UInt8](try JSON.data(CloudEvent(list, at: now, as: origin))), retain: true,
            contentType: EventOrigin.contentType, isText: true)
    }

    private static func status(online: Bool) -> OutgoingMessage {
        OutgoingMessage(
            topic: "barometer/v1/alarm", payload: [UInt8]("{\"online\":\(online)}".utf8), retain: true,
            contentType: "application/json", isText: true)
    }
}
