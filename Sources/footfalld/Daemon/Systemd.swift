import CSystemd

/// Tells the service manager how the daemon is; nothing where there is none.
enum Systemd {
    static func ready() { tell("READY=1") }
    static func stopping() { tell("STOPPING=1") }
    static func alive() { tell("WATCHDOG=1") }

    /// Around a reload: the manager wants to know when it began, in microseconds of the monotonic clock.
    static func reloading() {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        tell("RELOADING=1\nMONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
    }

    private static func tell(_ state: String) {
        _ = unsafe sd_notify(0, state)
    }
}
