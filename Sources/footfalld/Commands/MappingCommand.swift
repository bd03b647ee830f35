import ArgumentParser
import Barometer
import Footfall
import Foundation

struct MappingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping",
        abstract: "Writes, tries and tests the mapping of a vendor.",
        discussion: """
            Sample messages are JSON lines: {"topic": …, "payload": …, "received_at": …}. docs/mapping.md is the
            manual.

            Example: footfalld mapping test Config/mappings/acme.yaml Config/mappings/acme.jsonl
            """,
        subcommands: [Run.self, Test.self, Explain.self, DraftFile.self])
}

extension MappingCommand {
    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what a mapping makes of messages: a line of JSON for each.",
            discussion: "Example: footfalld mapping run acme.yaml < messages.jsonl")

        @OptionGroup var file: MappingArgument
        @Option(help: "When messages that do not say it came in, as RFC 3339; now.")
        var receivedAt: EventTime?
        @Flag(help: "What is new: without repeats, and with the differences of counters.")
        var pipeline = false

        func run() throws {
            var trial = MappingTrial(try file.read())
            let fallback = receivedAt ?? HouseClock().now
            let lines = try TextLines(path: "-")
            var isBroken = false
            while let line = lines.next() {
                if line.isEmpty { continue }
                do throws(SampleMessage.Mistake) {
                    let sample = try SampleMessage(line, line: lines.lineNumber)
                    let received = sample.received ?? fallback
                    let outcome =
                        pipeline
                        ? trial.pass(
                            sample.envelope, topic: sample.topic, payload: sample.payload, received: received)
                        : trial.read(
                            sample.envelope, topic: sample.topic, payload: sample.payload, received: received)
                    print(RecordText.json(id: sample.id, outcome))
                } catch {
                    printError("line \(lines.lineNumber): \(error.what)")
                    isBroken = true
                }
            }
            if isBroken { throw ExitCode(65) }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Compares what a mapping makes of messages with what they expect; exit 1 if they differ.",
            discussion: """
                Each line may have 'expect' (records of the mapping alone), 'expect_pipeline' (behind dedup and
                counters; as 'expect' if left out) or 'expect_error' (the code of the refusal).

                Example: footfalld mapping test Config/mappings/acme.yaml Config/mappings/acme.jsonl
                """)

        @OptionGroup var file: MappingArgument
        @Argument(help: "Files of sample messages.") var samples: [String]

        func run() throws {
            let mapping = try file.read()
            var isGood = true
            for path in samples {
                var test = MappingTest(mapping)
                let lines: TextLines
                do {
                    lines = try TextLines(path: path)
                } catch {
                    printError("\(error)")
                    throw ExitCode(74)
                }
                while let line = lines.next() {
                    if line.isEmpty { continue }
                    do throws(SampleMessage.Mistake) {
                        test.check(
                            try SampleMessage(line, line: lines.lineNumber), fallback: HouseClock().now)
                    } catch {
                        printError("\(path):\(lines.lineNumber): \(error.what)")
                        throw ExitCode(65)
                    }
                }
                test.differences.forEach { print($0) }
                isGood = isGood && test.differences.isEmpty
                print(
                    "\(mapping.name): \(test.messages) messages, \(test.records) records, "
                        + (test.differences.isEmpty
                            ? "all as expected" : "\(test.differences.count) differences"))
            }
            if !isGood { throw ExitCode(1) }
        }
    }
}

/// The file of a mapping; its problems are told, all at once.
struct MappingArgument: ParsableArguments {
    @Argument(help: "The mapping's YAML file.") var mapping: String

    func read() throws -> Mapping {
        let (mapping, problems) = MappingFile.read(
            mapping, environment: ProcessInfo.processInfo.environment)
        if !problems.isEmpty { printError(Check.report(problems, json: false), terminator: "") }
        guard let mapping else { throw ExitCode(78) }
        return mapping
    }
}
