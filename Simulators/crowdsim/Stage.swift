import CrowdSimulator
import Foundation
import Mosquitto
import Synchronization

/// Sends messages in batches, and again when the broker was away: a sensor does not give up.
actor Stage {
    private static let batchSize = 500

    private let publisher: Publisher
    private let restartCommand: String?
    private var batch: [OutgoingMessage] = []
    private let count = Mutex(0)

    init(_ endpoint: Endpoint, onBrokerRestart command: String?) {
        publisher = Publisher(endpoint)
        restartCommand = command
    }

    /// How many messages the broker has acknowledged.
    nonisolated var published: Int { count.withLock { $0 } }

    /// Fails when the broker cannot be reached at all.
    func open() async throws {
        try await publisher.connect(within: .seconds(10))
    }

    func close() async {
        await publisher.close()
    }

    /// Before it waits it sends what is due.
    func wait(until wall: Moment) async throws {
        guard wall > .now else { return }
        try await flush()
        let milliseconds = wall.milliseconds - Moment.now.milliseconds
        if milliseconds > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
    }

    func perform(_ step: Step) async throws {
        switch step {
        case .message(let message):
            batch.append(OutgoingMessage(topic: message.topic, payload: Array(message.payload.utf8)))
            if batch.count >= Self.batchSize { try await flush() }
        case .brokerRestart(let moment):
            try await flush()
            try restartBroker(at: moment)
        }
    }

    func flush() async throws {
        guard !batch.isEmpty else { return }
        let messages = batch
        batch.removeAll(keepingCapacity: true)
        try await publish(messages)
        count.withLock { $0 += messages.count }
    }

    private func publish(_ messages: [OutgoingMessage]) async throws {
        var pause = 1
        while true {
            do {
                return try await publisher.publish(messages, within: .seconds(30))
            } catch let error {
                switch error {
                case .unreachable, .lost, .timedOut, .notAccepted:
                    say("\(error); trying again in \(pause) s")
                    try await Task.sleep(for: .seconds(pause))
                    pause = min(pause * 2, 30)
                case .unusable, .refused, .cancelled, .closed:
                    throw error
                }
            }
        }
    }

    private func restartBroker(at moment: Moment) throws {
        guard let restartCommand else {
            say("\(moment): the scenario restarts the broker here; --on-broker-restart says how")
            return
        }
        say("\(moment): \(restartCommand)")
        let status = try run(restartCommand)
        if status != "0" { say("it ended with \(status)") }
    }

    /// Reads the status that the shell tells at the end. `Process` itself would wait for a broker that the command
    /// leaves running, too.
    private func run(_ command: String) throws -> String {
        let shell = Process()
        let told = Pipe()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", #"(eval "$1") >&2; echo $?"#, "sh", command]
        shell.standardOutput = told
        try shell.run()
        let text = String(data: told.fileHandleForReading.availableData, encoding: .utf8) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
