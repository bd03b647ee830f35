import Barometer
import Footfall

/// All that a report is made of. The same report gives the same page; no clock is in it but that of the counts.
struct Report {
    let city: String
    let clock: CityClock
    /// Of the zones that are spoken of.
    let names: [ZoneID: Words]
    let shapes: ZoneShapes
    /// In the order in which they are told.
    let events: [ReportEvent]
    /// Editions without any score.
    let missing: [(edition: EventEdition, why: ScoreSheet.Missing)]
    /// Of events that came back, from two told editions on.
    let series: [SeriesImpact]
    /// The newest day of which anything is known.
    let newest: CalendarDate
    let hasNoise: Bool
    let language: ReportLanguage
    /// With the owner's counts.
    let isPrivate: Bool

    func name(_ zone: ZoneID) -> String { names[zone].map { language($0) } ?? zone.name }

    /// The page as a file.
    var html: String { ReportPage(self).html.text + "\n" }
}

/// One edition of an event, and what is to be told of it.
struct ReportEvent {
    let edition: EventEdition
    let assessment: ImpactAssessment

    /// One day of it, or one night.
    struct Day {
        let detail: ImpactDetail
        let picture: ImpactPicture
    }

    /// Of the whole; `nil` when none of its zones is public.
    var detail: ImpactDetail? { assessment.details.first }

    var estimate: ImpactDetail.Estimate? { detail?.whole }

    /// Of the whole, a line for each zone.
    var impacts: [Impact] { assessment.impacts.filter { $0.event == edition.id } }

    var days: [Day] {
        assessment.pictures.compactMap { picture in
            assessment.details.last { $0.event == picture.event }.map { Day(detail: $0, picture: picture) }
        }
    }

    /// An account of the whole is that of a day; several days have none of their own.
    var lastsDays: Bool { days.count > 1 }

    /// The least of its zones; `nil` where nothing is computed or told.
    var grade: Impact.Grade? {
        estimate == nil ? nil : impacts.compactMap { $0.effect?.grade }.max { $0.rawValue < $1.rawValue }
    }

    var isProvisional: Bool {
        impacts.contains { if case .provisional = $0.content { true } else { false } }
    }
}
