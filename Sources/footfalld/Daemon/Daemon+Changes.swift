import Footfall
import Foundation
import Logging
import Sinks
import Synchronization
import Vault

/// What changes while the house is at work.
extension Daemon {
    /// Tells the stream what numbers are made with from now on.
    func begin() {
        let bytes = ConfigurationBytes.of(
            folder: configurationFolder, environment: ProcessInfo.processInfo.environment)
        do {
            try stream?.begin(configuration: bytes, release: Footfalld.release, at: clock.now)
        } catch {
            logger.warning("lineage is not kept", metadata: ["problem": "\(error)"])
        }
    }

    /// Reads the configuration again and takes it over as a whole, or not at all.
    func reload() throws {
        // Before the first time ready, a reload must not end as if it were.
        let tells = isReady
        if tells { Systemd.reloading() }
        defer { if tells { Systemd.ready() } }
        let (read, problems) = Configuration.read(
            folder: configurationFolder, environment: ProcessInfo.processInfo.environment)
        guard let read else {
            metrics.count("footfall_reload_failures_total", "Configurations refused.")
            for problem in problems {
                logger.error("configuration refused, the old one stays", metadata: ["problem": "\(problem)"])
            }
            return
        }
        try door.replace(read.mappings, skew: read.plan.windows.skew)
        newest.withLock { newest in
            newest = read
            takeOver(read)
        }
        logger.notice("configuration taken over; brokers, stores and addresses change with a restart")
    }

    private func takeOver(_ configuration: Configuration) {
        begin()
        plans.change(to: city.change(to: configuration, with: key).plan)
        for bell in [journalBell, scoreBell] { bell.ring() }
    }

    /// Reads the calendars of events again and takes them over as a whole, or not at all.
    func readCalendars() {
        newest.withLock { newest in
            let (read, problems) = newest.withCalendars(
                of: configurationFolder, environment: ProcessInfo.processInfo.environment)
            guard let read else {
                metrics.count("footfall_calendar_failures_total", "Calendars refused.")
                for problem in problems {
                    logger.error(
                        "calendars refused, the old events stay", metadata: ["problem": "\(problem)"])
                }
                return
            }
            guard read.editions != newest.editions || read.events.isWhole != newest.events.isWhole else {
                return
            }
            newest = read
            takeOver(read)
            logger.notice("calendars taken over", metadata: ["editions": "\(read.editions.count)"])
        }
    }
}
