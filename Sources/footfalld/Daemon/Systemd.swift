import CSystemd

/// Tells the service manager how the daemon is; nothing where there is none.
enum Systemd {
    static func ready() { tell("READY=1") }
    static func stopping() { tell("STOPPING=1") }
    static func alive() { tell("WATCHDOG=1") }

    static func reloading() { tell("RELOADING=1") }

    private static func tell(_ state: String) {
        _ = unsafe sd_notify(0, state)
    }
}
