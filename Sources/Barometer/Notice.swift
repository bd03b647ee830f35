/// News of the present, of no use once it is over: unlike a reading it has no versions and no history.
public enum Notice: Hashable, Sendable {
    case outlook(Outlook)
    case alarm(Alarm)
}
