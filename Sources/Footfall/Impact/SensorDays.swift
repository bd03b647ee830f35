internal import Barometer

/// The day of each sensor, hour by hour, for the history that event scores rest on.
extension Checkpoint {
    /// Of sensors that were heard since the day began. To be asked before the day is learned.
    func sensorDays(of date: CalendarDate, isFinal: Bool, _ plan: Plan) -> [SensorDay] {
        let rows = rows(of: date, plan)
        let shift = cityShift(rows.map(\.shift))
        let day = plan.clock.day(date)
        let calendar = plan.calendar.touching(day)
        return sensors.indices.compactMap { index in
            let (sensor, post) = (sensors[index], plan.sensors[index])
            guard let heard = sensor.heard, heard > day.start else { return nil }
            let people = sensor.row(of: date, plan: plan) { _ in false }
            // What waits for its first full day is nothing to compare with.
            let usual = sensor.day(date).flatMap { $0.footing == .awaited ? nil : $0 }
            guard usual != nil || people.contains(where: { !$0.isNaN }) else { return nil }
            let zone = plan.zones[post.zone].id
            let counts = ToldCounts(noise: plan.privacy.noise, sensor: post, clock: plan.clock)
            let told = sensor.row(of: date, plan: plan, people: { counts.people(in: $0, of: sensor) })
            return SensorDay(
                sensor: post.id, zone: zone, date: date, isFinal: isFinal,
                isFault: rows[index].shift.map { Profile.isFault($0 - shift) } ?? false,
                epoch: sensor.profile?.epoch,
                hidden: calendar.hiddenHours(of: post.id, in: zone, on: date, plan.clock),
                people: Self.hours(people),
                told: plan.privacy.noise == nil ? nil : Self.hours(told),
                expected: Self.hours(usual?.people ?? []),
                spread: Self.hours(usual?.spread ?? [], weights: usual?.people))
        }
    }

    /// Sums over the slots of each hour, or weighted means; `nan` unless each slot is known.
    private static func hours(_ slots: [Double], weights: [Double]? = nil) -> [Float] {
        let slotsAnHour = slots.count / 24
        guard slotsAnHour > 0 else { return .init(repeating: .nan, count: 24) }
        return (0..<24).map { hour in
            let slots = slots[hour * slotsAnHour..<(hour + 1) * slotsAnHour]
            guard let weights else { return Float(slots.reduce(0, +)) }
            let sum = slots.indices.reduce(0) { $0 + (weights[$1] + 1e-9) * slots[$1] }
            return Float(sum / slots.indices.reduce(0) { $0 + weights[$1] + 1e-9 })
        }
    }
}

extension CityCalendar {
    /// A bit for each hour of a local day of which a part is hidden from learning; 0 is the lowest.
    fileprivate func hiddenHours(
        of sensor: SensorID, in zone: ZoneID, on date: CalendarDate, _ clock: CityClock
    ) -> UInt32 {
        guard !(events.isEmpty && breaks.isEmpty && markets.isEmpty) else { return 0 }
        return (0..<96).reduce(0) { hours, quarter in
            let start = clock.time(of: date, second: quarter * 900)
            return hides(sensor, in: zone, at: start, clock) ? hours | 1 << UInt32(quarter / 4) : hours
        }
    }
}
