internal import Barometer

/// Counted beside expected, for a zone and window.
extension Checkpoint {
    /// A closed window: a slot counts when it was heard in full.
    ///
    /// - Parameters:
    ///   - faults: sensors, by their place in the plan, that are left out.
    ///   - noise: for what is published; the owner's view and what is learned are without.
    func comparison(
        of zone: Int, _ window: Window, _ plan: Plan, without faults: Set<Int> = [], noise: Noise? = nil
    ) -> Comparison {
        var comparison = Comparison()
        for index in plan.sensorsOfZone[zone]
        where plan.sensors[index].serves(in: window) {
            let sensor = sensors[index]
            var sums = SensorSums()
            let told = ToldCounts(noise: noise, sensor: plan.sensors[index], clock: plan.clock)
            for slot in sensor.slots(of: window, index, plan) {
                let people = faults.contains(index) ? nil : told.people(in: slot, of: sensor)
                sums.add(people, share: people == nil ? 0 : 1, elapsed: 1, sensor.usual(slot, plan))
            }
            comparison.add(sums)
        }
        return comparison
    }

    /// A window that is open until its end, as published: what was heard so far beside what was to be expected so far.
    func comparisonSoFar(of zone: Int, _ window: Window, now: EventTime, _ plan: Plan) -> Comparison {
        var comparison = Comparison()
        for index in plan.sensorsOfZone[zone] where plan.sensors[index].serves(in: window) {
            let sensor = sensors[index]
            var sums = SensorSums()
            let told = ToldCounts(
                noise: plan.privacy.noise, sensor: plan.sensors[index], clock: plan.clock)
            for slot in sensor.slots(of: window, index, plan) {
                let usual = sensor.usual(slot, plan)
                if slot.start(plan.clock) >= now {
                    sums.add(nil, share: 0, elapsed: 0, usual)
                } else if slot.end(plan.clock) <= now {
                    let people = told.people(in: slot, of: sensor)
                    sums.add(people, share: people == nil ? 0 : 1, elapsed: 1, usual)
                } else {
                    let length = Double(slot.seconds)
                    let elapsed = Double(sensor.due(in: slot, at: now, plan.clock)) / length
                    let sofar = told.peopleSoFar(in: slot, at: now, of: sensor)
                    sums.add(sofar?.0, share: sofar?.share ?? 0, elapsed: elapsed, usual)
                }
            }
            comparison.add(sums)
        }
        return comparison
    }

    /// The sensors of a window, one by one, as counted; for the owner alone.
    func parts(of zone: Int, _ window: Window, _ plan: Plan) -> [Account.Part] {
        plan.sensorsOfZone[zone].filter { plan.sensors[$0].serves(in: window) }.map { index in
            let sensor = sensors[index]
            let slots = sensor.slots(of: window, index, plan).map { slot in
                let usual = sensor.usual(slot, plan)
                return Account.Part.Slot(
                    start: slot.start(plan.clock), counted: sensor.people(in: slot),
                    expected: usual?.people, learned: usual?.learned ?? 0, level: usual?.level ?? 0,
                    offset: usual?.offset ?? 0)
            }
            return Account.Part(sensor: plan.sensors[index].id, slots: slots)
        }
    }

    /// The share of the time, over sensors and directions, that reports of a fine window cover: 0...1.
    func coverage(of zone: Int, _ covered: Double, _ window: Window, _ plan: Plan) -> Double {
        let lines = plan.sensorsOfZone[zone].filter { plan.sensors[$0].serves(at: window.start) }
            .map { max(1, sensors[$0].directionCount) }
            .reduce(0, +)
        return lines == 0 ? 0 : min(1, covered / (Double(window.length.wholeSeconds) * Double(lines)))
    }
}

/// What is usual in one slot, as fixed at midnight.
private struct UsualSlot {
    let people: Double
    let spread: Double
    let learned: Double
    let level: Double
    let offset: Double
    let footing: Footing
}

/// One sensor's part of a comparison.
private struct SensorSums {
    var comparison = Comparison()

    mutating func add(_ people: Double?, share: Double, elapsed: Double, _ usual: UsualSlot?) {
        comparison.slots += elapsed
        comparison.expectedOfWindow += usual?.people ?? 0
        comparison.expectedOfAll += (usual?.people ?? 0) * max(elapsed, share)
        if let usual, usual.footing == .awaited {
            comparison.expectedOfAwaited += usual.people * max(elapsed, share)
        }
        guard let people else { return }
        comparison.slotsHeard += share
        comparison.people += people
        guard let usual, usual.footing != .awaited else { return }
        comparison.observed += people
        comparison.expected += usual.people * share
        comparison.weightedSpread += usual.spread * usual.people * share
        if case .changed(let doubt) = usual.footing {
            comparison.expectedOfChanged += usual.people * share
            comparison.weightedDoubt += doubt * usual.people * share
        }
        comparison.learned.append(usual.learned)
    }
}

extension Comparison {
    fileprivate mutating func add(_ sensor: SensorSums) {
        let part = sensor.comparison
        sensors += 1
        // A breath of slack, since the newest report may still be on its way.
        sensorsHeard += part.slots > 0 && part.slotsHeard >= part.slots * 0.8 ? 1 : 0
        sensorsCompared += part.learned.isEmpty ? 0 : 1
        observed += part.observed
        expected += part.expected
        expectedOfAll += part.expectedOfAll
        expectedOfWindow += part.expectedOfWindow
        people += part.people
        slotsHeard += part.slotsHeard
        slots += part.slots
        learned += part.learned
        weightedSpread += part.weightedSpread
        expectedOfChanged += part.expectedOfChanged
        expectedOfAwaited += part.expectedOfAwaited
        weightedDoubt += part.weightedDoubt
    }
}

extension SensorState {
    /// The slots in which it serves; `index` is its place in the plan.
    fileprivate func slots(of window: Window, _ index: Int, _ plan: Plan) -> [Slot] {
        guard slotSeconds > 0 else { return [] }
        let slots = Slot.tiling(window, seconds: slotSeconds, clock: plan.clock)
        let post = plan.sensors[index]
        return post.isForEver ? slots : slots.filter { post.serves(at: $0.start(plan.clock)) }
    }

    /// `nil` while nothing is known of the slot.
    fileprivate func usual(_ slot: Slot, _ plan: Plan) -> UsualSlot? {
        let moment = plan.clock.moment(at: slot.start(plan.clock))
        guard let day = day(moment.date), let profile else { return nil }
        let place = moment.second / slotSeconds
        guard !day.people[place].isNaN else { return nil }
        let weekday = plan.calendar.kind(of: moment.date) == .ordinary ? moment.date.weekday : 6
        return UsualSlot(
            people: day.people[place], spread: day.spread[place],
            learned: profile.count[weekday * profile.slots + place], level: day.level,
            offset: day.offsets.isEmpty ? 0 : day.offsets[place], footing: day.footing)
    }
}
