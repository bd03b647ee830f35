/// What names of fields mean in the languages of the vendors that a city meets.
enum DraftWords {
    static let into: Set<String> = [
        "in", "entry", "entries", "enter", "enters", "entered", "entering", "entree", "entrees", "entrant",
        "entrants", "ingress", "incoming", "inbound", "towards", "toward", "forward", "fw", "fwd", "lft",
        "left",
        "ltr", "binnen", "erin", "inkomend", "ein", "eintritt", "eintritte", "herein", "rein", "ingoing",
    ]
    static let out: Set<String> = [
        "out", "exit", "exits", "exited", "exiting", "sortie", "sorties", "sortant", "sortants", "egress",
        "outgoing", "outbound", "away", "backward", "bw", "bwd", "rgt", "right", "rtl", "buiten", "uit",
        "eruit",
        "uitgaand", "aus", "austritt", "austritte", "hinaus", "raus", "leave", "leaving", "left_out",
    ]
    static let people: Set<String> = [
        "people", "person", "persons", "personen", "personne", "personnes", "visitor", "visitors", "bezoeker",
        "bezoekers", "besucher", "visiteur", "visiteurs", "pedestrian", "pedestrians", "voetganger",
        "voetgangers", "fussganger", "fußgänger", "pieton", "pietons", "piéton", "piétons", "human", "humans",
        "passanten", "passant", "passants", "pax", "footfall", "crowd",
    ]
    static let counting: Set<String> = [
        "count", "counts", "counted", "counter", "counters", "counting", "cnt", "passages", "crossings",
        "aantal", "anzahl",
        "nombre", "tellingen", "telling", "teller", "zähler", "zahler", "zählung", "compteur", "comptage",
        "number", "value",
        "result", "total", "sum", "flow", "traffic", "passage", "crossing",
    ]
    static let weak: Set<String> = ["value", "result", "total", "sum", "number", "traffic"]
    static let present: Set<String> = [
        "occupancy", "occupied", "present", "presence", "current", "currently", "inside", "bezetting",
        "aanwezig",
        "aanwezigen", "belegung", "anwesend", "anwesende", "occupation", "presents", "presence", "fill",
        "actual", "live",
    ]
    static let devices: Set<String> = [
        "wifi", "ble", "bluetooth", "devices", "device", "mac", "macs", "wlan", "probes", "phones",
    ]
    static let cumulative: Set<String> = [
        "total", "totals", "totaal", "gesamt", "totaux", "cum", "cumulative", "cumulated", "since",
        "lifetime", "sum",
        "accumulated", "absolute", "counter", "odometer",
    ]
    static let perPeriod: Set<String> = [
        "period", "periodic", "interval", "delta", "window", "per", "hour", "minute", "quarter", "periode",
        "zeitraum", "uur",
    ]
    /// People too, but only some of them; or no people.
    static let others: Set<String> = [
        "child", "children", "kinder", "kinderen", "enfants", "adult", "adults", "staff", "employee", "group",
        "groups", "female", "male",
        "men", "women", "bike", "bikes", "bicycle", "bicycles", "fiets", "fahrrad", "vélo", "velo", "car",
        "cars", "truck", "heavy", "vehicle", "vehicles",
        "auto", "trigger", "history", "historic", "retransmission", "passback", "uturn", "night", "bus",
        "wheelchair", "unknown",
    ]
    /// What is measured of a device or of the radio, and what has a number without being one of people.
    static let technical: Set<String> = [
        "battery", "batt", "rssi", "snr", "temp", "temperature", "humidity", "version", "id", "ids", "port",
        "frequency", "lat", "latitude", "lon", "lng", "longitude", "alt", "altitude", "interval", "duration",
        "uptime", "error", "errors", "status", "code", "seq", "sequence", "message", "timestamp", "time",
        "date", "unit", "type", "max", "min",
        "maximum", "minimum", "capacity", "expected", "samples", "rate", "power", "gateway", "post", "size",
        "length", "quality",
        "linkquality", "illuminance", "lux", "distance", "voltage", "rx", "tx", "settings", "location",
        "geom", "azimuth",
        "area", "speed", "v85", "timeout", "confidence", "frame", "fcnt", "f", "dr", "metadata", "mapped",
        "bandwidth", "hops",
        "angle", "height", "width", "retry", "reboot", "running", "channel", "index", "limit", "threshold",
        "uplink",
    ]
    static let start: Set<String> = [
        "start", "from", "begin", "begins", "van", "debut", "début", "von", "starting", "since", "de",
    ]
    static let end: Set<String> = [
        "end", "to", "until", "till", "tot", "fin", "bis", "stop", "ending", "einde", "ende", "a",
    ]
    static let length: Set<String> = [
        "duration", "interval", "period", "periode", "seconds", "duur", "dauer", "durée", "duree", "length",
    ]
    static let moment: Set<String> = [
        "epoch", "unix", "unixtime",
        "time", "timestamp", "ts", "t", "date", "datetime", "at", "when", "tijd", "tijdstip", "zeit",
        "zeitpunkt", "heure", "horodatage", "datum",
        "observed", "measured", "seen", "utc",
    ]
    /// Images and what identifies a passer-by: to be cut. Words run together.
    static let cut: Set<String> = [
        "snapshot", "image", "images", "picture", "photo", "thumbnail", "jpeg", "face", "faces", "personid",
        "trackid",
        "clientmac", "machash", "hashedmac", "macs", "bssid", "visitorid", "trajectory", "tracks", "faceid",
        "licenseplate",
        "numberplate", "imsi", "imei",
    ]
    /// When it was sent, not when it was counted.
    static let sending: Set<String> = [
        "sent", "send", "message", "notified", "published", "created", "boot", "reset", "result", "gateway",
        "rx", "upload", "processed", "expires", "installed", "last",
    ]

    /// Lower-case words of a name: `linePeriod_1In` → line, period, 1, in.
    static func split(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var before: Character?
        func kind(_ character: Character) -> Int { character.isNumber ? 1 : 2 }
        for character in name {
            guard character.isLetter || character.isNumber else {
                if !word.isEmpty { words.append(word) }
                (word, before) = ("", nil)
                continue
            }
            if let last = before, !word.isEmpty {
                let turns = last.isLowercase && character.isUppercase || kind(last) != kind(character)
                if turns { (words, word) = (words + [word], "") }
            }
            word.append(character)
            before = character
        }
        if !word.isEmpty { words.append(word) }
        return words.map { $0.lowercased() }
    }

    enum Way: String { case into = "in", out }

    /// Whether a name, or one of its words, tells the way.
    static func way(of name: String) -> Way? {
        let whole = name.lowercased()
        if whole == "i" { return .into }
        if whole == "o" || whole == "u" { return .out }
        let words = split(name)
        let ways = words.compactMap { into.contains($0) ? Way.into : out.contains($0) ? .out : nil }
        return ways.count == 1 ? ways[0] : nil
    }
}
