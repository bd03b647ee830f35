import ArgumentParser

@main
struct Crowdsim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "crowdsim", abstract: "")
}
