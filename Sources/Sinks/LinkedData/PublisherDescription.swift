public import Barometer

/// Who answers for the data, and the address under which the world knows it.
public struct PublisherDescription: Hashable, Sendable {
    /// Without a slash at its end, such as `https://data.example.org`; every address of ours begins with it.
    ///
    /// `nil` while none is configured: then nothing is published that needs an address for good.
    public var baseAddress: String?
    /// What every term of our own begins with, such as `https://data.example.org/ns/footfall#`; `nil` without a base
    /// address.
    public var vocabulary: String?
    public var name: Words
    /// Of the organisation: an OVO number or an https address; `nil` when it has none.
    public var identifier: String?
    /// `nil` when there is none.
    public var homepage: String?
    /// Who answers questions; `nil` for the publisher itself.
    public var contactName: String?
    /// `nil` when there is none.
    public var email: String?
    /// A page on which to reach the publisher; `nil` when there is none.
    public var contactPage: String?
    /// The address of the licence; `nil` when none is stated.
    public var licence: String?
    /// Who may have the data.
    public var access = Access.open
    /// Of the data set; `nil` for the usual words.
    public var title: Words?
    public var description: Words?
    /// The five digits of the municipality's NIS code; `nil` when it is not stated.
    public var municipality: String?

    public init(name: Words) {
        self.name = name
    }

    /// As the European list of access rights has it.
    public enum Access: String, CaseIterable, Sendable {
        case open = "public"
        case restricted
        case closed = "non-public"

        var code: String { rawValue.uppercased().replacing("-", with: "_") }
    }

    /// Settings that a catalogue cannot do without; empty when none is missing.
    public var missing: [String] {
        (email ?? contactPage == nil ? ["contact"] : []) + (licence == nil ? ["licence"] : [])
    }

    /// `nil` without a base address.
    public var addresses: AddressSpace? {
        guard let baseAddress else { return nil }
        return AddressSpace(base: baseAddress, vocabulary: vocabulary)
    }
}
