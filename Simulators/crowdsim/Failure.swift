import ArgumentParser
import CrowdSimulator
import Foundation
import Mosquitto

/// Runs a command and ends the program with the exit code of sysexits that fits what went wrong.
func reportingFailure(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as InputError {
        throw told(error.description, exitCode: 65)
    } catch let error as MosquittoError {
        throw told(error.description, exitCode: 69)
    } catch let error as CompressedText.Failure {
        throw told(error.description, exitCode: 74)
    } catch let error as CocoaError {
        throw told(error.localizedDescription, exitCode: 74)
    }
}

/// Says it on standard error.
func say(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("crowdsim: \(text)\n".utf8))
}

private func told(_ text: String, exitCode: Int32) -> ExitCode {
    say(text)
    return ExitCode(exitCode)
}
