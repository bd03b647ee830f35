import Barometer

/// What a stranger needs to read the tables: CSVW beside each, and one data package with its Table Schema.
struct DayDescription {
    let city: CityDescription

    /// No two rows of a table agree in these; an empty cell is a value like any other.
    private static var key: JSONTree {
        .list(IndicatorColumn.all.prefix(IndicatorColumn.keyCount).map { .text($0.name) })
    }

    private var title: Words {
        Words(
            nl: "Drukte en impact van evenementen: \(city.name)",
            en: "Busyness and event impact: \(city.name)")
    }

    /// CSV on the Web: the metadata of one day's table.
    func metadata(of day: CalendarDate) -> JSONTree {
        var members: [String: JSONTree] = [
            "@context": .list([.text("http://www.w3.org/ns/csvw"), .object(["@language": .text("nl")])]),
            "url": .text(DayFolder.File.table(day).name),
            "dc:title": Self.spoken(title),
            "dialect": .object([
                "encoding": .text("utf-8"), "delimiter": .text(","), "header": .flag(true),
            ]),
            "tableSchema": .object([
                "columns": .list(IndicatorColumn.all.map(Self.csvw)),
                "primaryKey": Self.key,
                "aboutUrl": .text("#{indicator}/{zone}/{from}/{to}/v{version}{?event}"),
            ]),
        ]
        if let attribution = city.attribution { members["dc:rights"] = .text(attribution) }
        return .object(members)
    }

    private static func spoken(_ words: Words) -> JSONTree {
        .list(
            [("nl", words.nl), ("en", words.en)].map { language, text in
                .object(["@value": .text(text), "@language": .text(language)])
            })
    }

    private static func csvw(_ column: IndicatorColumn) -> JSONTree {
        var members: [String: JSONTree] = [
            "name": .text(column.name),
            "titles": .object([
                "nl": .list([.text(column.title.nl), .text(column.name)]),
                "en": .list([.text(column.title.en), .text(column.name)]),
            ]),
            "datatype": column.kind.csvw,
        ]
        if column.isRequired { members["required"] = .flag(true) }
        if let meaning = column.meaning { members["dc:description"] = spoken(meaning) }
        return .object(members)
    }

    /// The Table Schema of all tables.
    var schema: JSONTree {
        .object([
            "fields": .list(IndicatorColumn.all.map(Self.field)),
            "missingValues": .list([.text("")]),
            "primaryKey": Self.key,
        ])
    }

    private static func field(_ column: IndicatorColumn) -> JSONTree {
        var (type, constraints) = column.kind.field
        if column.isRequired { constraints["required"] = .flag(true) }
        var members: [String: JSONTree] = [
            "name": .text(column.name), "title": .text(column.title.nl), "type": .text(type),
        ]
        if let meaning = column.meaning { members["description"] = .text(meaning.nl) }
        if !constraints.isEmpty { members["constraints"] = .object(constraints) }
        return .object(members)
    }

    /// The data package of the folder.
    func package(of days: [CalendarDate]) -> JSONTree {
        var members: [String: JSONTree] = [
            "$schema": .text("https://datapackage.org/profiles/2.0/datapackage.json"),
            "name": .text("indicators"),
            "title": .text(title.nl),
            "resources": .list(days.map(Self.resource)),
        ]
        if let attribution = city.attribution { members["description"] = .text(attribution) }
        return .object(members)
    }

    private static func resource(of day: CalendarDate) -> JSONTree {
        .object([
            "name": .text("\(day)"), "type": .text("table"), "path": .text(DayFolder.File.table(day).name),
            "format": .text("csv"), "mediatype": .text("text/csv"), "encoding": .text("utf-8"),
            "schema": .text(DayFolder.File.schema.name),
        ])
    }
}

extension IndicatorColumn.Kind {
    fileprivate var csvw: JSONTree {
        switch self {
        case .text: .text("string")
        case .word(let words):
            .object(["base": .text("string"), "format": .text(words.joined(separator: "|"))])
        case .time: .object(["base": .text("dateTime"), "format": .text("yyyy-MM-ddTHH:mm:ssX")])
        case .number: .text("decimal")
        case .share:
            .object(["base": .text("decimal"), "minimum": .text("0"), "maximum": .text("1")])
        case .whole(let least, let most):
            .object(
                [
                    "base": .text("integer"), "minimum": .integer(least),
                ].merging(most.map { ["maximum": .integer($0)] } ?? [:]) { first, _ in first })
        case .tenths: .object(["base": .text("decimal"), "format": .text("0.0")])
        }
    }

    fileprivate var field: (type: String, constraints: [String: JSONTree]) {
        switch self {
        case .text: ("string", [:])
        case .word(let words): ("string", ["enum": .list(words.map { .text($0) })])
        case .time: ("datetime", [:])
        case .number, .tenths: ("number", [:])
        case .share: ("number", ["minimum": .integer(0), "maximum": .integer(1)])
        case .whole(let least, let most):
            (
                "integer",
                ["minimum": .integer(least)].merging(most.map { ["maximum": .integer($0)] } ?? [:]) {
                    first, _ in first
                }
            )
        }
    }
}
