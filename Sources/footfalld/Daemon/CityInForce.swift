import Barometer
import Footfall
import Synchronization

/// The city as it is in force, as far as events ask for it: a reload, or a calendar that changed, takes its place.
final class CityInForce: Sendable {
    struct City: Sendable {
        /// With its noise.
        let plan: Plan
        let events: KnownEvents
        /// Rises with each change.
        fileprivate(set) var generation = 0
    }

    private let city: Mutex<City>

    init(plan: Plan, events: KnownEvents) {
        city = Mutex(City(plan: plan, events: events))
    }

    var current: City { city.withLock { $0 } }

    func change(plan: Plan, events: KnownEvents) {
        city.withLock { $0 = City(plan: plan, events: events, generation: $0.generation + 1) }
    }
}
