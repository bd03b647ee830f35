import Barometer
import TestKit
import Testing

@Suite struct NoticeTests {
    @Test("of each subject the newest stays, in order")
    func put() {
        let first = Notice.outlook(.sample(made: .at("14:00")))
        let second = Notice.outlook(.sample(made: .at("14:15")))
        let station = Notice.outlook(.sample("station"))
        var notices: [Notice] = [first]
        notices.put([station, second])
        #expect(notices == [station, second])
        notices.put([])
        #expect(notices == [station, second])
    }

    @Test("an outlook is over when the next is due; an alarm holds until the next word on it")
    func over() {
        let outlook = Notice.outlook(.sample(made: .at("14:00")))
        #expect(!outlook.isOver(at: .at("14:24:59")))
        #expect(outlook.isOver(at: .at("14:25")))
        let alarm = Alarm(
            zone: .init("old-market"), rule: .init("red"), cause: .level, state: .raised, since: .at("14:00"),
            changed: .at("14:00"))
        #expect(!Notice.alarm(alarm).isOver(at: .at("23:00")))
    }
}
