internal import Barometer

/// Which zones lie around an event: rings of neighbours of neighbours.
struct Surroundings: Sendable {
    /// For each zone the zones that people walk to and from, by their places in the plan.
    private let neighbours: [[Int]]

    static let farthest = 2

    /// A zone is the neighbour of its neighbour, whichever of the two says so.
    init(plan: Plan) {
        neighbours = plan.zones.indices.map { zone in
            plan.zones.indices.filter { other in
                other != zone
                    && (plan.zones[zone].neighbours.contains(plan.zones[other].id)
                        || plan.zones[other].neighbours.contains(plan.zones[zone].id))
            }
        }
    }

    /// Zones one step away, then two; rising in each. A ring without zones ends it.
    func rings(around zones: Set<Int>) -> [[Int]] {
        var (reached, edge, rings): (Set<Int>, Set<Int>, [[Int]]) = (zones, zones, [])
        while rings.count < Self.farthest {
            edge = Set(edge.flatMap { neighbours[$0] }).subtracting(reached)
            if edge.isEmpty { break }
            reached.formUnion(edge)
            rings.append(edge.sorted())
        }
        return rings
    }
}
