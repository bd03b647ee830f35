import Barometer
import Footfall
import Sinks
import Synchronization
import Vault

/// The city as it is in force: a reload, or a calendar that changed, takes its place.
final class CityInForce: Sendable {
    struct City: Sendable {
        /// With its noise.
        let plan: Plan
        let events: KnownEvents
        /// As the public hears of it.
        let description: CityDescription
        /// Rises with each change.
        fileprivate(set) var generation = 0
    }

    private let city: Mutex<City>

    init(_ configuration: Configuration, with key: NoiseKey) {
        city = Mutex(City(configuration, with: key))
    }

    var current: City { city.withLock { $0 } }

    /// - Returns: what is in force now.
    @discardableResult
    func change(to configuration: Configuration, with key: NoiseKey) -> City {
        let next = City(configuration, with: key)
        return city.withLock { city in
            let generation = city.generation + 1
            city = next
            city.generation = generation
            return city
        }
    }
}

extension CityInForce.City {
    fileprivate init(_ configuration: Configuration, with key: NoiseKey) {
        self.init(
            plan: configuration.plan(with: key), events: configuration.events,
            description: configuration.city)
    }
}
