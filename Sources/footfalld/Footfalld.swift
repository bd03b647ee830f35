import ArgumentParser

@main
struct Footfalld: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "footfalld", abstract: "")
}
