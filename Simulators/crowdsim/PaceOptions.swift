import ArgumentParser
import CrowdSimulator
import Foundation

/// How fast the simulated time goes.
struct PaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Simulated time is EVENT + (wall clock - WALL) x RATE, as in 120@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z; starts at EVENT unless --from is given.",
            valueName: "rate@wall=event"))
    var timelapse: TimeLapse?

    @Option(help: "Start now and go that many times as fast as life (default: 1).")
    var speed: Double?

    @Flag(help: "Wait for nothing but the broker.")
    var asFastAsPossible = false

    func validate() throws {
        guard [timelapse != nil, speed != nil, asFastAsPossible].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give only one of --timelapse, --speed and --as-fast-as-possible.")
        }
        if let speed, speed <= 0 || !speed.isFinite {
            throw ValidationError("--speed is a number above zero.")
        }
    }

    /// - Parameter first: when the first message is sent.
    /// - Returns: `nil` when nothing is waited for.
    func clock(startingAt first: Moment) -> TimeLapse? {
        if asFastAsPossible { return nil }
        return timelapse ?? TimeLapse(rate: speed ?? 1, wall: .now, event: first)
    }
}

extension Moment {
    /// What the wall clock shows.
    static var now: Moment {
        Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
