/// Names under which vendors send what identifies a passer-by: a radio's address or its hash, a track, a face.
///
/// A list of names can not be complete; it stops the mapping that would use one in good faith.
enum RadioIdentifier {
    /// Never a sensor's own.
    private static let always: Set<String> = [
        "clientmac", "stationmac", "stamac", "phonemac", "machash", "hashedmac", "macsha1", "macsha256",
        "addrhash", "addresshash", "hashedaddress", "bssid", "probemac", "sourcemac", "srcmac", "bleaddress",
        "bdaddr", "advaddr", "beaconmac", "tmsi", "phonenumber", "personid",
        "peopleid", "visitorid", "pedestrianid", "trackid", "trackingid", "trajectoryid", "faceid",
        "licenseplate", "numberplate", "plate", "objecttrackid",
    ]
    /// A device's own on its message, somebody else's in a list.
    private static let inLists: Set<String> = [
        "mac", "macaddress", "macaddr", "address", "addr", "hash", "uuidhash", "imei", "imsi", "msisdn",
        "iccid",
    ]

    /// The first such name that a sensor would be called by.
    static func find(in source: Source, _ room: Room) -> String? {
        source.alternatives.lazy.compactMap { alternative in
            switch alternative {
            case .constant, .received: nil
            case .path(let path): find(path)
            case .expression(let expression): find(expression, room)
            case .template(let template): find(template, room)
            }
        }.first
    }

    /// Whether a value could tell of a passer-by, or has a name that is to be cut.
    static func isIn(_ source: Source, dropped: [[UInt8]]) -> Bool {
        source.alternatives.contains { alternative in
            switch alternative {
            case .constant, .received: false
            case .path(let path): isIn(path, dropped: dropped)
            case .expression(let expression): isIn(expression, dropped: dropped)
            case .template(let template):
                template.parts.contains { part in
                    switch part {
                    case .literal, .variable: false
                    case .path(let path): isIn(path, dropped: dropped)
                    case .expression(let expression): isIn(expression, dropped: dropped)
                    }
                }
            }
        }
    }

    static func isIn(_ path: BoundPath, dropped: [[UInt8]]) -> Bool {
        find(path) != nil || path.path.wants.contains { isIn($0.steps, dropped) }
    }

    private static func isIn(_ expression: Expression, dropped: [[UInt8]]) -> Bool {
        expression.wants.contains { variable, want in
            let isInList = variable != Scope.payload || want.steps.contains(.any)
            return find(want.steps, isInList: isInList) != nil || isIn(want.steps, dropped)
        }
    }

    private static func isIn(_ steps: [Interest.Step], _ dropped: [[UInt8]]) -> Bool {
        steps.contains { step in
            guard case .member(let name) = step else { return false }
            return dropped.contains { $0.elementsEqual(name.utf8) }
        }
    }

    private static func find(_ template: Template, _ room: Room) -> String? {
        template.parts.lazy.compactMap { part in
            switch part {
            case .literal: nil
            case .variable(let place): find(place, room)
            case .path(let path): find(path)
            case .expression(let expression): find(expression, room)
            }
        }.first
    }

    /// What a name is called, or stands for.
    private static func find(_ place: Int, _ room: Room) -> String? {
        room.identifiers[place] ?? find([.member(room.scope.names[place])], isInList: false)
    }

    private static func find(_ path: BoundPath) -> String? {
        for want in path.path.wants {
            let isInList = path.variable != Scope.payload || want.steps.contains(.any)
            if let name = find(want.steps, isInList: isInList) { return name }
        }
        return nil
    }

    private static func find(_ expression: Expression, _ room: Room) -> String? {
        for (variable, want) in expression.wants {
            let isInList = variable != Scope.payload || want.steps.contains(.any)
            if let name = find(want.steps, isInList: isInList) { return name }
        }
        return expression.places.lazy.compactMap { find($0, room) }.first
    }

    private static func find(_ steps: [Interest.Step], isInList: Bool) -> String? {
        guard case .member(let name)? = steps.last(where: { $0 != .any }) else { return nil }
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return always.contains(plain) || isInList && inLists.contains(plain) ? name : nil
    }
}
