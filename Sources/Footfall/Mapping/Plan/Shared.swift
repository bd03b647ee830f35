/// A part of a plan that stands in a list: whoever passes by counts one reference to it, not one for each of its
/// fields.
final class Shared<Content: Sendable>: Sendable {
    let content: Content

    init(_ content: Content) { self.content = content }
}
