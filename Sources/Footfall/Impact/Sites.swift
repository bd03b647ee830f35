internal import Barometer

/// Where sensors stand: a sensor and those that it replaced are one site, whose history goes on.
struct Sites: Sendable {
    /// For each site its zone, by the place in the plan.
    let zones: [Int]
    /// For each site the sensors that it has had, by their places in the plan.
    let sensors: [[Int]]
    /// For each zone its sites.
    let ofZone: [[Int]]
    /// For each zone the number of its municipality.
    let municipalities: [Int]
    private let posts: [Post: [Int]]
    private let siteOfSensor: [Int]

    private struct Post: Hashable {
        let sensor: SensorID
        let zone: ZoneID
    }

    init(plan: Plan) {
        var sensors: [[Int]] = []
        var siteOfSensor = [Int](repeating: -1, count: plan.sensors.count)
        for place in plan.sensors.indices {
            let root = Self.root(of: place, plan)
            if siteOfSensor[root] < 0 {
                siteOfSensor[root] = sensors.count
                sensors.append([])
            }
            siteOfSensor[place] = siteOfSensor[root]
            sensors[siteOfSensor[root]].append(place)
        }
        let zones = sensors.map { plan.sensors[$0[0]].zone }
        let towns = plan.zones.map { $0.municipality ?? "" }
        self.sensors = sensors
        self.siteOfSensor = siteOfSensor
        self.zones = zones
        ofZone = plan.zones.indices.map { zone in zones.indices.filter { zones[$0] == zone } }
        municipalities = towns.map { towns.firstIndex(of: $0) ?? 0 }
        posts = Dictionary(grouping: plan.sensors.indices) {
            Post(sensor: plan.sensors[$0].id, zone: plan.zones[plan.sensors[$0].zone].id)
        }
    }

    /// The first sensor of the site: that which was not put in the place of another one of its zone.
    private static func root(of place: Int, _ plan: Plan) -> Int {
        var (root, seen) = (place, Set([place]))
        while let before = plan.sensors[root].replaces,
            let older = plan.postsOfSensor[before]?.first(where: {
                plan.sensors[$0].zone == plan.sensors[place].zone && !seen.contains($0)
            })
        {
            root = older
            seen.insert(older)
        }
        return root
    }

    /// The site at which a sensor stands at a time; `nil` for one that serves no such zone then.
    func site(of sensor: SensorID, in zone: ZoneID, at time: EventTime, _ plan: Plan) -> Int? {
        posts[Post(sensor: sensor, zone: zone)]?.first { plan.sensors[$0].serves(at: time) }
            .map { siteOfSensor[$0] }
    }

    /// The sensor that stands there at a time, by its place in the plan.
    func sensor(of site: Int, at time: EventTime, _ plan: Plan) -> Int? {
        sensors[site].first { plan.sensors[$0].serves(at: time) }
    }
}
