import Barometer
import Foundation
import TestKit
import Testing

/// What `docs/python.md` says can be done with the tables, done with tables that the program wrote.
@Suite("The manual of Python", .serialized) struct PythonManualTests {
    private static let manual = ConfigurationTests.house.appending(path: "docs/python.md").path

    @Test("works every published score out again, and comes close to the uplift from readings alone")
    func scores() async throws {
        let town = try MarketTown()
        let text = try await town.judged(Self.manual)
        print(text)
        let close = text.matches(
            of: #/published ([-+]\d+) %, score ([-\d.]+); from readings alone ([-+\d.]+) %, score ([-\d.]+)/#)
        let scores = text.matches(of: #/published [-\d.]+, worked out/#)
        #expect(scores.count == 2 * MarketTown.editions && close.count == scores.count)
        // The tolerances that the manual names.
        for match in close {
            let numbers = [match.1, match.2, match.3, match.4].map { Double($0) ?? .nan }
            let (published, estimated) = (1 + numbers[0] / 100, 1 + numbers[2] / 100)
            let rounding = (abs(numbers[0]) > 50 ? 0.025 : 0.005) / published
            #expect(abs(log(estimated / published)) <= 0.04 + rounding, "\(match.0)")
            #expect(abs(numbers[1] - numbers[3]) <= 0.3, "\(match.0)")
        }
    }
}

/// Four zones that count by the hour, and a market on Wednesdays that grows from edition to edition.
private final class MarketTown {
    static let editions = 6
    private let town: Town
    private let history: String

    init() throws {
        town = try Town(
            zones: ["square": 3, "street": 2, "park": 2, "station": 2],
            windows: "{lengths: [1h, 1d], slot: 1h}")
        let begin = EventTime("2026-01-05T00:00:00Z") ?? .at("00:00")
        let weeks = 24
        let markets = (0..<Self.editions).map {
            begin + .seconds(86_400 * (7 * (weeks - 2 * Self.editions + 2 * $0) + 2))
        }
        var events = "id,zones,start,end\n"
        for (index, day) in markets.enumerated() {
            events +=
                "market-\(index),square street,\(day + .seconds(9 * 3600)),\(day + .seconds(16 * 3600))\n"
        }
        try town.write("events.csv", events)
        history = try town.file("history.csv", Self.history(town.sensors, begin, weeks, markets))
    }

    private static func history(
        _ sensors: [String], _ begin: EventTime, _ weeks: Int, _ markets: [EventTime]
    ) -> String {
        var dice = Chance(seed: 20)
        func chance() -> Double {
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &dice) }
        }
        var text = "sensor,time,duration_s,count\n"
        for day in 0..<7 * weeks {
            let city = 0.08 * chance()
            let moods = sensors.map { _ in 0.06 * chance() }
            for hour in 0..<24 {
                let time = begin + .seconds(86_400 * day + 3600 * hour)
                for (index, sensor) in sensors.enumerated() {
                    let wave = 0.08 + max(0, Double.sin(over: hour)) * (day % 7 < 5 ? 1 : 1.6)
                    let market = markets.firstIndex {
                        (9..<16).contains(Int((time - $0).wholeSeconds / 3600)) && time >= $0
                    }
                    let isThere = sensor.hasPrefix("square") || sensor.hasPrefix("street")
                    let uplift = isThere ? market.map { 1.1 + 0.15 * Double($0) } ?? 1 : 1
                    let mean = Double(180 + 90 * index) * wave * uplift * Double.exp(city + moods[index])
                    text +=
                        "\(sensor),\(time),3600,\(max(0, Int((mean + mean.squareRoot() * chance()).rounded())))\n"
                }
            }
        }
        return text
    }

    /// Plays the history through the program, and the manual over what came out.
    func judged(_ manual: String) async throws -> String {
        let out = town.folder + "/out"
        let replay = try DaemonProcess([
            "replay", "--config", town.config, "--observations", history, "--out", out,
        ])
        try #require(try await replay.ended(within: .seconds(300)) == 0, "\(replay.errors)")
        let (text, code) = try await Judge.Sitting("manual.py", [manual, "FOLDER=\(out)"]).verdict()
        try #require(code == 0, "\(text)")
        return text
    }
}

extension Double {
    /// Of a day: nobody at night, most at half past one.
    fileprivate static func sin(over hour: Int) -> Double {
        Foundation.sin((Double(hour) - 6.5) / 14 * .pi) * (6..<21 ~= hour ? 1 : 0)
    }

    fileprivate static func exp(_ exponent: Double) -> Double { Foundation.exp(exponent) }
}
