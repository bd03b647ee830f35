import Sinks
import Synchronization

/// How the city is described now; a reload changes it.
final class CurrentCity: Sendable {
    private let value: Mutex<CityDescription>

    init(_ description: CityDescription) {
        value = Mutex(description)
    }

    var description: CityDescription {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
