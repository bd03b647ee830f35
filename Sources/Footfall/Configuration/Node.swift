/// A piece of a configuration file with its place, whatever the file's format.
public struct Node: Hashable, Sendable {
    public let content: Content
    public let place: Problem.Place

    public init(_ content: Content, at place: Problem.Place) {
        self.content = content
        self.place = place
    }

    public indirect enum Content: Hashable, Sendable {
        /// As written, without quotes.
        case scalar(String)
        case list([Node])
        /// In the order of the file.
        case table([Member])
    }

    public struct Member: Hashable, Sendable {
        public let key: String
        public let place: Problem.Place
        public let value: Node

        public init(key: String, at place: Problem.Place, value: Node) {
            self.key = key
            self.place = place
            self.value = value
        }
    }
}
