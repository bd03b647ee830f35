import Barometer
import Footfall

/// Recorded observations as the inputs that they would have been: several files, merged by when they came in.
struct RecordFeed {
    private var tables: [(table: RecordTable, head: RecordTable.Record?)] = []
    private var intake: Intake
    private var harvest = Harvest()
    private var tidings = Tidings()
    private let source: String
    private var clock: EventTime?
    private(set) var records = 0
    /// Records that were told before.
    private(set) var duplicates = 0
    /// Records that were let go, by reason.
    private(set) var rejected: [Rejection.Code: Int] = [:]
    private(set) var badLines: [RecordTable.BadLine] = []
    private(set) var badLineCount = 0

    var roster: Roster { intake.roster }

    /// - Parameter source: the name under which the sensors stand in the roster whose records have none.
    init(paths: [String], source: String, intake: Intake) throws {
        self.intake = intake
        self.source = source
        for path in paths { tables.append((try RecordTable(path: path), nil)) }
        for index in tables.indices { advance(index) }
    }

    /// The inputs that the next record makes; `nil` after the last.
    ///
    /// The clock goes in steps of ten seconds, as it is only needed to notice silence.
    mutating func next(from: EventTime?, to: EventTime?) -> [Input]? {
        while let index = tables.indices.filter({ tables[$0].head != nil })
            .min(by: { arrival($0) < arrival($1) }), let record = tables[index].head
        {
            advance(index)
            if let from, record.start < from { continue }
            if let to, record.start >= to { continue }
            records += 1
            return inputs(of: record)
        }
        return nil
    }

    /// The ticks that let all windows close that the records reach into.
    func ending(_ windows: Plan.Windows) -> [Input] {
        clock.map { [.tick($0 + windows.idle)] } ?? []
    }

    private func arrival(_ index: Int) -> EventTime {
        tables[index].head?.received ?? EventTime(milliseconds: .max)
    }

    private mutating func inputs(of record: RecordTable.Record) -> [Input] {
        harvest.clear()
        let observation = intake.observation(
            source: record.source ?? source, sensor: record.sensor, start: record.start,
            seconds: record.seconds,
            direction: record.direction, count: record.count, kind: record.kind, replaced: nil,
            flags: record.flags)
        intake.admit(observation, dedup: false, received: record.received, into: &harvest)
        duplicates += harvest.duplicates
        for rejection in harvest.rejections { rejected[rejection.code, default: 0] += rejection.count }
        let step = EventTime(
            seconds: ((record.received.milliseconds - 1).flooredQuotient(by: 10_000) + 1) * 10)
        var inputs = harvest.observations.map(Input.observation)
        if clock.map({ $0 < step }) ?? true {
            clock = step
            let due = tidings.due(at: step)
            if !due.isEmpty { tidings.settle(at: step) }
            inputs = [.tick(step)] + due + inputs
        }
        tidings.gather(harvest)
        return inputs
    }

    private mutating func advance(_ index: Int) {
        while let item = tables[index].table.next() {
            switch item {
            case .record(let record):
                tables[index].head = record
                return
            case .bad(let line):
                badLineCount += 1
                if badLines.count < 10 { badLines.append(line) }
            }
        }
        tables[index].head = nil
    }
}
