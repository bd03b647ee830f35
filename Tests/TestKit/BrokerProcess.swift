public import Foundation
import Glibc

extension Process {
    /// Like `run`, but the child can be ended with a signal.
    ///
    /// The threads that Swift's tasks run on block SIGTERM and others, and a child inherits that from the thread that
    /// starts it.
    public func runOpenToSignals() throws {
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
