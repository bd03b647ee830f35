import Barometer

/// Zones and events as linked data, by the names that the city gives them.
struct Places {
    let addresses: AddressSpace
    let city: CityDescription

    func zone(_ zone: ZoneID) -> Resource {
        var all: [Resource.Statement] = []
        all.say(.sosa("FeatureOfInterest"), .le("Bezoekersgebied"))
        if let known = city.zones.first(where: { $0.id == zone }) {
            all.say(.skos("prefLabel"), known.name)
        }
        return Resource(addresses.zone(zone), all)
    }

    /// - Parameter window: when the edition is on.
    func event(_ event: EventID, zone: ZoneID, window: Window) -> Resource {
        let known = city.events[event]
        var all: [Resource.Statement] = []
        all.say(.sosa("FeatureOfInterest"), .schema("Event"))
        all.say(.skos("prefLabel"), known?.name ?? Words(nl: event.name, en: event.name))
        all.say(.schema("startDate"), .time(window.start))
        all.say(.schema("endDate"), .time(window.end))
        all.say(.schema("location"), .address(addresses.zone(zone)))
        if let kind = known?.kind, EventID(kind).isSlug {
            all.say(.schema("additionalType"), .address(addresses.concept("activiteittype", kind)))
        }
        return Resource(addresses.event(event), all)
    }
}
