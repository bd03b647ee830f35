import ArgumentParser
import CrowdSimulator
import Foundation
import Mosquitto
import UnixSignals

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Publish the messages to a broker, each when its sensor would.",
        discussion: """
            With QoS 1; after a lost connection the last batch is published again. Ends by itself after the last \
            message, or with SIGINT or SIGTERM.

            Example:
              crowdsim run --series Simulators/data/melbourne-2014.csv.gz \\
                --timelapse 120@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var broker: BrokerOptions
    @OptionGroup var pace: PaceOptions

    @Option(help: ArgumentHelp("Also write who was really there; only with --scenario.", valueName: "file"))
    var truth: String?

    @Option(
        help: ArgumentHelp("What the shell runs where a scenario restarts the broker.", valueName: "command"))
    var onBrokerRestart: String?

    func validate() throws {
        if truth != nil, source.scenario == nil {
            throw ValidationError("--truth needs --scenario: of a series only the recorded counts are known.")
        }
    }

    func run() async throws {
        try await reportingFailure {
            if let truth, let path = source.scenario {
                try TextOutput.write(to: truth) { try Scenario(atPath: path).writeTruth(to: $0) }
            }
            let stage = Stage(try broker.endpoint(), onBrokerRestart: onBrokerRestart)
            try await untilSignal { try await play(on: stage) }
            await stage.close()
            say("\(stage.published) messages published")
        }
    }

    private func play(on stage: Stage) async throws {
        let steps = try source.steps(earliest: pace.timelapse?.event)
        guard let first = steps.first(where: { _ in true }) else {
            say("there is no message from --from to --to")
            return
        }
        try await stage.open()
        let clock = pace.clock(startingAt: first.time)
        say("from \(first.time) on" + (clock.map { ", timelapse \($0)" } ?? ", as fast as possible"))
        for step in steps {
            if let clock { try await stage.wait(until: clock.wall(atEvent: step.time)) }
            try await stage.perform(step)
        }
        try await stage.flush()
    }

    /// Runs the body and cancels it when somebody asks the process to end.
    private func untilSignal(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await body()
                } catch is CancellationError {
                    return
                } catch MosquittoError.cancelled {
                    return
                }
            }
            group.addTask { for await _ in signals { return } }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
