internal import Barometer

/// All that is remembered of one sensor: people by slot for two days and a half, and what is usual.
struct SensorState: Sendable, Equatable {
    /// Length of its slots in seconds; 0 before the first observation.
    private(set) var slotSeconds = 0
    /// Length of its newest counting interval in seconds; 0 for single moments.
    private(set) var interval = 0
    /// A bit for each direction that it tells now: in and out, or people without direction.
    private var directions: UInt8 = 0
    private(set) var heard: EventTime?
    private var cells: [Cell] = []
    var profile: Profile?
    var exchange = Exchange()
    private(set) var weeks: RecentWeeks?
    /// The newest two days, as expected at their midnight; the newest last.
    private var days: [Day] = []
    var drift = Drift()

    fileprivate struct Cell: Equatable {
        var slot: Int32 = .min
        /// How many directions were told at the time; each has to cover the slot.
        var lines: Int16 = 0
        /// Seconds that the counting intervals cover, all directions together.
        var covered: Int16 = 0
        var people = 0.0
        var doubt = Doubt.none
        /// Batches of reports that came after the slot was closed, and the moment up to which windows were closed
        /// when the last of them began, in quarters of an hour.
        var batches: Int32 = 0
        var newestBatch: Int32 = .min
    }

    /// Why what a slot holds is not believed.
    enum Doubt: UInt8 {
        case none
        /// Nobody was counted where many usually come.
        case nobody
        /// The same number again and again.
        case constant
        /// The sensor counts by another factor, and the level has not followed: it is learned, and not compared.
        case unit
    }

    struct Day: Equatable {
        let date: CalendarDate
        let people: [Double]
        let spread: [Double]
        var footing = Footing.firm
        /// What `people` is made of beside the weekly profile, as logarithms; no offsets on an ordinary day.
        let level: Double
        let offsets: [Double]
    }

    var directionCount: Int { directions.nonzeroBitCount }

    private static let allOfIt: Int16 = 1 << 14
    private static let withoutDirection: UInt8 = 0b1100

    /// A power of two that holds two days and a half.
    private static func capacity(slotSeconds: Int) -> Int { slotSeconds == 900 ? 256 : 64 }

    /// Adds people to the slot in which their interval starts.
    ///
    /// - Parameter least: slots are not shorter than this, in seconds.
    mutating func count(_ observation: Observation, people: Double, plan: Plan, least: Int = 0) {
        let needed = max(least, observation.seconds > 900 ? 3600 : plan.windows.slot)
        if needed > slotSeconds { begin(slotSeconds: needed) }
        heard = max(heard ?? observation.end, observation.end)
        let slot = Slot(containing: observation.start, seconds: slotSeconds, clock: plan.clock)
        cells[place(slot)].people += people
        guard observation.replaced == nil else { return }
        interval = observation.seconds
        let direction: UInt8 = 1 << observation.direction.rawValue
        let isSameWay = (direction & Self.withoutDirection == 0) == (directions & Self.withoutDirection == 0)
        directions = isSameWay ? directions | direction : direction
        cover(slot, observation, plan.clock)
    }

    private mutating func begin(slotSeconds: Int) {
        self.slotSeconds = slotSeconds
        cells = .init(repeating: Cell(), count: Self.capacity(slotSeconds: slotSeconds))
        let slots = 86_400 / slotSeconds
        profile = profile?.coarsened(to: slots) ?? Profile(slots: slots)
        weeks = RecentWeeks(slots: slots)
        drift = Drift()
        days = days.map { day in
            Day(
                date: day.date, people: day.people.summed(to: slots), spread: day.spread.averaged(to: slots),
                footing: day.footing, level: day.level, offsets: day.offsets.averaged(to: slots))
        }
    }

    /// Makes the slots as long as those of another sensor, unless they are longer.
    mutating func adopt(slotSeconds: Int) {
        if slotSeconds > self.slotSeconds { begin(slotSeconds: slotSeconds) }
    }

    /// What another sensor knew becomes this one's.
    ///
    /// - Parameter profile: with as many slots as this sensor has.
    mutating func adopt(_ profile: Profile, weeks: RecentWeeks?, factor: Exchange.Factor?) {
        self.profile = profile
        guard let weeks, weeks.slots == profile.slots, let factor else { return }
        self.weeks = weeks.scaled(by: Statistics.exp(factor.logarithm))
    }

    private mutating func cover(_ first: Slot, _ observation: Observation, _ clock: CityClock) {
        if observation.seconds == 0 {
            cells[place(first)].covered = Self.allOfIt
            cells[place(first)].lines = Int16(directionCount)
            return
        }
        var slot = first
        var from = observation.start
        while from < observation.end {
            let until = min(slot.end(clock), observation.end)
            let index = place(slot)
            let seconds = Int16(clamping: (until - from).wholeSeconds)
            cells[index].covered = min(cells[index].covered + seconds, Self.allOfIt)
            cells[index].lines = Int16(directionCount)
            from = until
            slot = slot.next
        }
    }

    /// Remembers that a report came after its slot was closed: what comes before the next quarter is one batch.
    mutating func revise(_ start: EventTime, closedUpTo: EventTime, _ clock: CityClock) {
        let slot = Slot(containing: start, seconds: slotSeconds, clock: clock)
        guard slot.end(clock) <= closedUpTo else { return }
        let batch = Int32(truncatingIfNeeded: closedUpTo.seconds.flooredQuotient(by: 900))
        let index = place(slot)
        guard cells[index].newestBatch != batch else { return }
        cells[index].newestBatch = batch
        cells[index].batches += 1
    }

    /// How many batches of late reports a slot has had.
    func batches(of slot: Slot) -> Int { Int(cell(slot)?.batches ?? 0) }

    /// The cell of a slot, cleared when it still holds an older one.
    private mutating func place(_ slot: Slot) -> Int {
        let index = slot.index & (cells.count - 1)
        if cells[index].slot != Int32(truncatingIfNeeded: slot.index) {
            cells[index] = Cell(slot: Int32(truncatingIfNeeded: slot.index))
        }
        return index
    }

    /// What a slot holds; `nil` when nothing of it was heard.
    private func cell(_ slot: Slot) -> Cell? {
        guard !cells.isEmpty else { return nil }
        let cell = cells[slot.index & (cells.count - 1)]
        return cell.slot == Int32(truncatingIfNeeded: slot.index) ? cell : nil
    }

    /// People in a slot; `nil`, which is not zero, unless every interval of it was heard and is believed.
    func people(in slot: Slot) -> Double? {
        guard let cell = cell(slot), isBelieved(cell), isWhole(cell) else { return nil }
        return cell.people
    }

    private func isWhole(_ cell: Cell) -> Bool {
        let gap = slotSeconds * Int(cell.lines) - Int(cell.covered)
        return interval == 0 ? cell.covered > 0 : gap * 2 < interval
    }

    private func isBelieved(_ cell: Cell) -> Bool {
        switch cell.doubt {
        case .none, .unit: true
        case .nobody: cell.people > 0
        case .constant: false
        }
    }

    /// The same, for a comparison with what was expected.
    func comparable(in slot: Slot) -> Double? { cell(slot)?.doubt == .unit ? nil : people(in: slot) }

    /// What was heard so far of a slot that is still open, and the share of the slot that it covers: 0...1.
    func peopleSoFar(in slot: Slot, _ clock: CityClock) -> (people: Double, share: Double)? {
        guard let cell = cell(slot), cell.covered > 0 else { return nil }
        switch self.cell(slot.previous)?.doubt ?? .none {
        case .none: break
        case .nobody: if cell.people == 0 { return nil }
        case .constant, .unit: return nil
        }
        if interval == 0 {
            let told = heard.map { ($0 - slot.start(clock)).wholeSeconds } ?? 0
            return (cell.people, Statistics.clip(Double(told) / Double(slotSeconds), 0, 1))
        }
        return (cell.people, min(1, Double(cell.covered) / Double(slotSeconds * Int(cell.lines))))
    }

    /// Seconds of an open slot that can have been told of: whole counting intervals.
    func due(in slot: Slot, at now: EventTime, _ clock: CityClock) -> Int {
        let elapsed = Int((now - slot.start(clock)).wholeSeconds)
        return interval == 0 ? elapsed : elapsed / interval * interval
    }

    /// The expectation of a local day, if it is one of the newest two.
    func day(_ date: CalendarDate) -> Day? { days.last { $0.date == date } }

    mutating func expect(_ day: Day) {
        days = (days.filter { $0.date != day.date } + [day]).suffix(2)
    }

    /// People by slot of a local day; `nan` is missing. Of an hour that comes twice, the first counts.
    func row(of date: CalendarDate, plan: Plan, hidden: (EventTime) -> Bool) -> [Double] {
        row(of: date, plan: plan, people: { hidden($0.start(plan.clock)) ? nil : people(in: $0) })
    }

    /// The same of what `people` says of each slot.
    func row(of date: CalendarDate, plan: Plan, people: (Slot) -> Double?) -> [Double] {
        var row = [Double](repeating: .nan, count: 86_400 / slotSeconds)
        let day = plan.clock.day(date)
        var seen = [Bool](repeating: false, count: row.count)
        for slot in Slot.tiling(day, seconds: slotSeconds, clock: plan.clock) {
            let start = slot.start(plan.clock)
            let place = plan.clock.moment(at: start).second / slotSeconds
            if seen[place] { continue }
            seen[place] = true
            if let people = people(slot) { row[place] = people }
        }
        return row
    }
}

extension SensorState {
    /// From its third slot on, a run of nobody where people usually come is a sensor that is stuck (section 2.4).
    mutating func doubtZeros(before moment: EventTime, _ clock: CityClock) {
        guard slotSeconds > 0 else { return }
        let last = Slot(containing: moment, seconds: slotSeconds, clock: clock).previous
        guard last.end(clock) == moment else { return }
        let run = [last, last.previous, last.previous.previous]
        guard run.allSatisfy({ isDoubtful($0, clock) }) else { return }
        for slot in run { cells[place(slot)].doubt = .nobody }
    }

    /// From the slot that contains a moment on, nothing of it is believed.
    mutating func doubt(_ doubt: Doubt, from start: EventTime, before end: EventTime, _ clock: CityClock) {
        guard slotSeconds > 0, start < end else { return }
        let from = max(start, end - .seconds(slotSeconds * (cells.count - 1)))
        for slot in Slot.tiling(Window(from: from, to: end), seconds: slotSeconds, clock: clock) {
            if let cell = cell(slot), cell.doubt == .none { cells[place(slot)].doubt = doubt }
        }
    }

    enum Last {
        case people, nobody, stuck
    }

    /// What the slot holds that ends here; `nil` when none ends, or it was not heard in full.
    func lastSlot(before moment: EventTime, _ clock: CityClock) -> Last? {
        guard slotSeconds > 0 else { return nil }
        let last = Slot(containing: moment, seconds: slotSeconds, clock: clock).previous
        guard last.end(clock) == moment, let cell = cell(last) else { return nil }
        if cell.people == 0, cell.doubt == .nobody { return .stuck }
        return people(in: last).map { $0 > 0 ? .people : .nobody }
    }

    /// The logarithm of how far an hour was off; `nil` when it was not heard in full or tells nothing.
    func shift(in hour: Window, on date: CalendarDate, _ plan: Plan) -> Double? {
        guard slotSeconds > 0, let day = day(date) else { return nil }
        var (seen, expected) = (0.0, 0.0)
        for slot in Slot.tiling(hour, seconds: slotSeconds, clock: plan.clock) {
            guard let people = people(in: slot) else { return nil }
            seen += people
            expected += day.people[plan.clock.moment(at: slot.start(plan.clock)).second / slotSeconds]
        }
        guard expected >= LevelWatch.tellingPeople else { return nil }
        return Statistics.log((seen + 0.5) / (expected + 0.5))
    }

    /// People of a usual week; `nil` while less than nine tenths of it are known.
    var usualWeek: Double? {
        guard let week = profile?.week() else { return nil }
        let known = week.filter { !$0.isNaN }
        return known.count * 10 >= week.count * 9 ? known.reduce(0, +) : nil
    }

    private func isDoubtful(_ slot: Slot, _ clock: CityClock) -> Bool {
        guard let cell = cell(slot), cell.people == 0, cell.doubt == .nobody || people(in: slot) != nil else {
            return false
        }
        let moment = clock.moment(at: slot.start(clock))
        return weeks?.isLively(weekday: moment.date.weekday, slot: moment.second / slotSeconds) ?? false
    }

    /// Remembers a day that can no longer be corrected.
    mutating func remember(_ date: CalendarDate, plan: Plan) {
        guard slotSeconds > 0 else { return }
        let row = row(of: date, plan: plan) { _ in false }
        weeks?.remember(row, weekday: date.weekday)
    }
}

extension SensorState: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(slotSeconds))
        writer.unsigned(UInt64(interval))
        writer.byte(directions)
        writer.optional(heard) { $0.time($1) }
        writer.list(cells) { writer, cell in
            writer.signed(Int64(cell.slot))
            writer.signed(Int64(cell.lines))
            writer.signed(Int64(cell.covered))
            writer.double(cell.people)
            writer.byte(cell.doubt.rawValue)
            writer.unsigned(UInt64(cell.batches))
            writer.signed(Int64(cell.newestBatch))
        }
        writer.optional(profile) { $1.write(to: &$0) }
        writer.optional(weeks) { $1.write(to: &$0) }
        exchange.write(to: &writer)
        writer.list(days) { writer, day in
            writer.date(day.date)
            writer.doubles(day.people)
            writer.doubles(day.spread)
            day.footing.write(to: &writer)
            writer.double(day.level)
            writer.doubles(day.offsets)
        }
        drift.write(to: &writer)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        slotSeconds = try reader.length(3600)
        interval = try reader.length(86_400)
        directions = try reader.byte()
        heard = try reader.optional { reader throws(Damage) in try reader.time() }
        cells = try reader.list { reader throws(Damage) in
            try Cell(from: &reader)
        }
        profile = try reader.optional { reader throws(Damage) in try Profile(from: &reader) }
        weeks = try reader.optional { reader throws(Damage) in try RecentWeeks(from: &reader) }
        exchange = try Exchange(from: &reader)
        days = try reader.list { reader throws(Damage) in
            Day(
                date: try CalendarDate(from: &reader), people: try reader.doubles(),
                spread: try reader.doubles(), footing: try Footing(from: &reader),
                level: try reader.double(), offsets: try reader.doubles())
        }
        drift = try Drift(from: &reader)
        let isHeard = slotSeconds == 900 || slotSeconds == 3600
        let slots = isHeard ? 86_400 / slotSeconds : 0
        try reader.require(
            (isHeard || slotSeconds == 0)
                && cells.count == (isHeard ? Self.capacity(slotSeconds: slotSeconds) : 0)
                && (profile?.slots ?? 0) == slots && (weeks?.slots ?? 0) == slots
                && days.allSatisfy { $0.people.count == slots && $0.spread.count == slots }
                && days.allSatisfy { $0.offsets.isEmpty || $0.offsets.count == slots })
    }
}

extension SensorState.Cell {
    fileprivate init(from reader: inout ByteReader) throws(Damage) {
        slot = Int32(truncatingIfNeeded: try reader.signed())
        lines = Int16(truncatingIfNeeded: try reader.signed())
        covered = Int16(truncatingIfNeeded: try reader.signed())
        people = try reader.double()
        guard let doubt = SensorState.Doubt(rawValue: try reader.byte()) else { throw reader.damage }
        self.doubt = doubt
        batches = Int32(truncatingIfNeeded: try reader.length(1 << 16))
        newestBatch = Int32(truncatingIfNeeded: try reader.signed())
    }
}
