import Barometer
import Footfall
import Mosquitto
import Testing

@testable import footfalld

@Suite("Alarms in a configuration") struct AlarmsConfigurationTests {
    private static let rules = """
        city: {name: Test}
        broker: {host: localhost}
        alarms:
          rules:
            - id: square-full
              zones: [square]
              level: {raise: 4, clear: 3}
            - {id: crush, zones: square, density: {raise: 90, clear: 70.5}, hold: {raise: 1m, clear: 10m}}
            - {id: rush, rise: {raise: 60, clear: -20}, hold: 2m}
            - {id: blind, silence: 15m, hold: 3m}
        """

    @Test("become rules, and none are the default")
    func rules() throws {
        let folder = try TestFolder([
            "footfall.yaml": Self.rules,
            "zones.geojson": """
            {"features": [{"properties": {"id": "old-market"}},
                {"properties": {"id": "square", "capacity_per_hour": 2400}}]}
            """,
        ])
        let (configuration, problems) = folder.read()
        #expect(problems.filter { !$0.isWarning } == [])
        let plan = try #require(configuration).plan
        #expect(plan.zones.map(\.capacity) == [nil, 2400])
        let told = plan.alarms.map {
            "\($0.id) \($0.zones) \($0.cause.rawValue) \($0.raise.short) \($0.clear.short) "
                + "\($0.raiseAfter.configured) \($0.clearAfter.configured)"
        }
        #expect(
            told == [
                "square-full [1] level 4 3 5m 5m", "crush [1] density 90 70.5 1m 10m",
                "rush [0, 1] rise 60 -20 2m 2m", "blind [0, 1] silence 1 0 15m 3m",
            ])
        #expect(try TestFolder([:]).read().0?.plan.alarms == [])
    }

    @Test("go where readings go, unless told otherwise")
    func mqtt() throws {
        func board(_ text: String) throws -> Configuration.MQTT? {
            let folder = try TestFolder([
                "footfall.yaml": "city: {name: Test}\nbroker: {host: localhost}\n" + text
            ])
            return try #require(folder.read().0).alarmBoard
        }
        let readings = "stores: {mqtt: {source: https://data.example.org}}\n"
        #expect(try board("").map(\.endpoint.host) == nil)
        #expect(try board(readings)?.endpoint.clientID == "footfalld-readings-alarms")
        #expect(try board(readings + "alarms: {mqtt: off}").map(\.endpoint.host) == nil)
        let own = try board(
            readings + "alarms: {mqtt: {broker: {host: desk.example.org}, source: https://desk.example.org}}")
        #expect(own?.endpoint.host == "desk.example.org" && own?.endpoint.clientID == "footfalld-alarms")
        let origin = String(describing: own?.origin)
        #expect(origin.contains("https://desk.example.org"))
    }
}
