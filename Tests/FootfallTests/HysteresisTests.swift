import Testing

@testable import Footfall

@Suite struct HysteresisTests {
    @Test(
        "a class changes when a value is clearly over a cut, and stays so",
        arguments: [
            ([20, 28, 28], 1, [0, 0, 0]),
            ([20, 31, 31], 1, [0, 1, 1]),
            ([20, 31, 31], 2, [0, 0, 1]),
            ([20, 31, 28, 31, 31], 2, [0, 0, 0, 0, 1]),
            ([20, 61], 1, [0, 2]),
            ([70, 56, 54], 1, [2, 2, 1]),
            ([110, 20], 1, [3, 0]),
        ])
    func settle(values: [Double], dwell: Int, shown: [Int]) {
        var hysteresis = Hysteresis()
        #expect(
            values.map { hysteresis.settle($0, cuts: [25, 60, 100], margin: 5, dwell: dwell) } == shown)
    }
}
