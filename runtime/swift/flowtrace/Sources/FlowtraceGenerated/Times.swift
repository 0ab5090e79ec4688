import struct Foundation.Date

/// A time that a caller gave, in nanoseconds since 1970 UTC; nil where none was given, or one that a span cannot have.
///
/// A `Date` is a double, which holds whole microseconds of our time, not nanoseconds: it is rounded to the nearest one. A time
/// before 1970 counts as 1970.
func unixNano(_ time: Date?) -> Int64? {
  guard let time else { return nil }
  let microseconds = (time.timeIntervalSince1970 * 1e6).rounded()
  guard abs(microseconds) <= 9_223_372_036_854_774 else { return nil }
  return Int64(max(0, microseconds)) * 1_000
}

/// A time that much later; what is beyond all times is the last of them.
func later(_ unixNano: Int64, by nanoseconds: Int64) -> Int64 {
  let (sum, overflow) = unixNano.addingReportingOverflow(nanoseconds)
  return overflow ? .max : sum
}

/// The nanoseconds from a steady time to another: none where the clock went back, and as many as fit where it leapt.
func elapsed(_ now: Int64, since start: Int64) -> Int64 {
  let (difference, overflow) = now.subtractingReportingOverflow(start)
  return overflow ? (now > start ? .max : 0) : max(0, difference)
}

/// A time from 1970 on as RFC 3339 has it: in UTC, with milliseconds, rounded down.
func timeText(_ unixNano: Int64) -> String {
  let milliseconds = unixNano / 1_000_000
  let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
  let (year, month, day) = date(days)
  let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }
  return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
    + "\(clock.joined(separator: ":")).\(padded(rest % 1_000, 3))Z"
}

/// The date that many days after 1970-01-01: years begin in March here, so that a leap day is the last day of one.
private func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let (era, ofEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
  let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
  let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let fromMarch = (5 * ofYear + 2) / 153
  let day = ofYear - (153 * fromMarch + 2) / 5 + 1
  let year = era * 400 + yearOfEra
  return fromMarch < 10 ? (year, fromMarch + 3, day) : (year + 1, fromMarch - 9, day)
}

private func padded(_ number: Int64, _ digits: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
