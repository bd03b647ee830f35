import CMosquitto
import Glibc
import Synchronization

/// Wakes a thread that waits for a socket or for time to pass.
final class Bell: Sendable {
    private let descriptor: Int32
    private let rung = Atomic(false)

    init() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { _ = Glibc.close(descriptor) }

    var isRung: Bool { rung.load(ordering: .acquiring) }

    func ring() {
        rung.store(true, ordering: .releasing)
        _ = eventfd_write(descriptor, 1)
    }

    /// Makes the bell ready for the next ring. Look for work after it, not before.
    func silence() {
        rung.store(false, ordering: .releasing)
        var count: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &count)
    }

    /// Returns after this time, or sooner if the bell rings.
    func wait(for time: Duration) {
        let end = ContinuousClock.now + time
        var left = time
        while left > .zero, !isRung {
            wait(for: -1, writable: false, atMost: left)
            left = end - .now
        }
    }

    /// Returns when the socket can be read, or written if that is asked for, when the bell rings, or when the
    /// time is up; now and then for no reason.
    func wait(for socket: Int32, writable: Bool, atMost time: Duration) {
        let limit = Int32(clamping: time.wholeMillisecondsUp)
        var watched = (
            pollfd(fd: socket, events: Int16(writable ? POLLIN | POLLOUT : POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        )
        unsafe withUnsafeMutableBytes(of: &watched) { raw in
            _ = unsafe poll(raw.assumingMemoryBound(to: pollfd.self).baseAddress, 2, limit)
        }
    }
}
