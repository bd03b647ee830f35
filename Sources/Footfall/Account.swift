public import Barometer

/// How one reading came about: every number that went into it, as they stood then. Private: it holds counts.
public struct Account: Hashable, Sendable {
    public let zone: ZoneID
    public let window: Window

    public init(zone: ZoneID, window: Window) {
        self.zone = zone
        self.window = window
    }
}
