import Barometer
import Hummingbird

/// `/api/v1/zones`: the barometer at this moment.
struct ZonesRoute: Sendable {
    let store: ReadingStore
    let now: @Sendable () -> EventTime
    let city: @Sendable () -> CityDescription

    func response() async throws -> Response {
        let newest = try await store.newest()
        let byZone = Dictionary(newest.map { ($0.subject.zone, $0) }) { first, _ in first }
        let (city, now) = (city(), now())
        let answer = Answer(
            now: now, city: city.name, timeZone: city.timeZone, attribution: city.attribution,
            zones: city.zones.map { zone in
                ZoneAnswer(description: zone, publication: byZone[zone.id], now: now)
            })
        return .fleeting(try JSON.text(answer), type: "application/json")
    }

    private struct Answer: Encodable {
        let now: EventTime
        let city: String
        let timeZone: String
        let attribution: String?
        let zones: [ZoneAnswer]

        enum CodingKeys: String, CodingKey {
            case now, city, attribution, zones
            case timeZone = "time_zone"
        }
    }

    private struct ZoneAnswer: Encodable {
        let id: String
        let name: Words
        let state: Liveness
        let reading: Indicator?

        init(description: ZoneDescription, publication: Publication?, now: EventTime) {
            id = description.id.name
            name = description.name
            reading = publication?.indicator
            state = Liveness(of: publication?.reading, at: now)
        }

        private enum Key: String, CodingKey { case id, name, state, reading }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(id, forKey: .id)
            try container.encode(name, forKey: .name)
            try container.encode(state, forKey: .state)
            // A zone without a reading says so: null, not left out.
            try container.encode(reading, forKey: .reading)
        }
    }
}

/// Whether a reading may be shown as the state of affairs.
enum Liveness: String, Encodable {
    case live
    /// Its time is over.
    case stale
    /// Nothing was ever published of this zone.
    case none

    init(of reading: Reading?, at now: EventTime) {
        self = reading.map { now < $0.validUntil ? .live : .stale } ?? .none
    }
}
