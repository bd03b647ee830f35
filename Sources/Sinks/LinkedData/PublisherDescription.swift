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
    /// Of the organisation, such as an OVO number; `nil` when it has none.
    public var identifier: String?
    /// `nil` when nobody is named.
    public var email: String?
    /// A page on which to reach the publisher; `nil` when there is none.
    public var contactPage: String?
    /// The address of the licence; `nil` when none is stated.
    public var licence: String?
    /// Of the data set; `nil` for the usual words.
    public var title: Words?
    public var description: Words?
    /// The five digits of the municipality's NIS code; `nil` when it is not stated.
    public var municipality: String?

    public init(name: Words) {
        self.name = name
    }

    /// `nil` without a base address.
    public var addresses: AddressSpace? {
        guard let baseAddress else { return nil }
        return AddressSpace(base: baseAddress, vocabulary: vocabulary)
    }
}
