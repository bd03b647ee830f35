/// A name that equals only names of its own kind.
public struct ID<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// As written in the configuration, such as `old-market`.
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public var description: String { name }

    public static func < (left: ID, right: ID) -> Bool { left.name < right.name }
}

/// A part of the city that is spoken of.
public enum Zone {}

public typealias ZoneID = ID<Zone>

extension ID {
    /// Whether the name can stand in an address: 1 to 64 of `a`–`z`, `0`–`9` and `-`.
    public var isSlug: Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
