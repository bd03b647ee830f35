internal import Barometer

/// What is expected of one zone and a stretch of time ahead. Private.
struct Prospect: Sendable {
    let lead: Lead
    let window: Window
    /// Of its first slot in the local day.
    let place: Int
    /// Expected in the place of observed, of the sensors that are heard now.
    let comparison: Comparison
    /// Distances from the expected to the bounds that hold nine in ten, as logarithms.
    let reach: (below: Double, above: Double)
    /// Slots of the zone's own length.
    let slots: Double

    var usual: Double { comparison.expected }
    var expected: Double { comparison.observed }
    /// The fives keep small numbers calm, as in the index.
    var lower: Double { max(0, (expected + 5) * Statistics.exp(-reach.below) - 5) }
    var upper: Double { (expected + 5) * Statistics.exp(reach.above) - 5 }

    func forecast(of zone: ZoneID, made: EventTime) -> Forecast {
        Forecast(
            zone: zone, made: made, window: window, usual: usual, expected: expected, lower: lower,
            upper: upper)
    }
}

extension Checkpoint {
    /// One for each lead that ends within the local day; none before anything was heard.
    func prospects(of zone: Int, _ horizons: Horizons, _ plan: Plan) -> [Prospect] {
        let state = zones[zone]
        let horizon = horizons[state.step]
        return Lead.all(step: state.step).enumerated().compactMap { place, lead in
            let slots = lead.slots ?? horizon.places.indices
            guard slots.upperBound <= horizon.places.count else { return nil }
            let first = horizon.places[slots.lowerBound]
            return Prospect(
                lead: lead, window: horizon.window(slots), place: first,
                comparison: comparisonAhead(of: zone, slots, horizons, plan),
                reach: state.foresight.reach(lead: place, from: first, state),
                slots: Double(slots.count))
        }
    }

    /// - Parameter slots: of the zone's own length, from the moment on.
    private func comparisonAhead(
        of zone: Int, _ slots: Range<Int>, _ horizons: Horizons, _ plan: Plan
    ) -> Comparison {
        var comparison = Comparison()
        for index in plan.sensorsOfZone[zone] where plan.sensors[index].serves(at: horizons[3600].made) {
            comparison.sensors += 1
            let length = sensors[index].slotSeconds
            guard length > 0 else { continue }
            let parts = zones[zone].step / length
            let own = slots.lowerBound * parts..<slots.upperBound * parts
            sensors[index].look(ahead: own, horizons[length], plan, into: &comparison)
        }
        return comparison
    }

    /// Takes the slot that has just ended, if one has, into how the sensor's day goes; as told, since outlooks are
    /// published.
    mutating func follow(_ sensor: Int, before moment: EventTime, _ plan: Plan) {
        let state = sensors[sensor]
        guard state.slotSeconds > 0 else { return }
        let last = Slot(containing: moment, seconds: state.slotSeconds, clock: plan.clock).previous
        guard last.end(plan.clock) == moment else { return }
        let start = plan.clock.moment(at: last.start(plan.clock))
        guard let day = state.day(start.date), day.footing != .awaited else { return }
        let told = ToldCounts(noise: plan.privacy.noise, sensor: plan.sensors[sensor], clock: plan.clock)
        sensors[sensor].drift.follow(
            told.people(in: last, of: state), usual: day.people[start.second / state.slotSeconds],
            slotSeconds: state.slotSeconds, on: start.date)
    }
}

extension SensorState {
    private static let quarterWeights = Drift.weights(slotSeconds: 900)
    private static let hourWeights = Drift.weights(slotSeconds: 3600)

    /// Adds what is usual in the slots, and what is expected in them when the sensor is heard.
    fileprivate func look(
        ahead slots: Range<Int>, _ horizon: Horizon, _ plan: Plan, into comparison: inout Comparison
    ) {
        let isHeard = isHeard(before: horizon.made, plan.clock)
        comparison.slots += Double(slots.count)
        if isHeard {
            comparison.slotsHeard += Double(slots.count)
            comparison.sensorsHeard += 1
        }
        guard let day = day(horizon.date), let profile else { return }
        let weights = slotSeconds == 900 ? Self.quarterWeights : Self.hourWeights
        let drift = drift.value(on: horizon.date)
        let row =
            (plan.calendar.kind(of: horizon.date) == .ordinary ? horizon.date.weekday : 6) * profile.slots
        var (usual, expected, known) = (0.0, 0.0, 0)
        for slot in slots {
            let people = day.people[horizon.places[slot]]
            guard !people.isNaN else { continue }
            usual += people
            expected += max(0, (people + 0.5) * Statistics.exp(weights[slot] * drift) - 0.5)
            known += 1
            if isHeard, day.footing != .awaited {
                comparison.learned.append(profile.count[row + horizon.places[slot]])
            }
        }
        comparison.expectedOfAll += usual
        comparison.expectedOfWindow += usual
        if day.footing == .awaited { comparison.expectedOfAwaited += usual }
        guard isHeard, known > 0, day.footing != .awaited else { return }
        comparison.sensorsCompared += 1
        comparison.expected += usual
        comparison.observed += expected
        guard case .changed(let doubt) = day.footing else { return }
        comparison.expectedOfChanged += usual
        comparison.weightedDoubt += doubt * usual
    }

    /// Whether it told of any slot of the last hour.
    private func isHeard(before moment: EventTime, _ clock: CityClock) -> Bool {
        let next = Slot(containing: moment, seconds: slotSeconds, clock: clock)
        return (1...3600 / slotSeconds).contains {
            people(in: Slot(index: next.index - $0, seconds: slotSeconds)) != nil
        }
    }
}
