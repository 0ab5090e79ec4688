import Flowtrace
import Foundation

/// How often and when a request is sent again.
enum Retry {
  /// How often a request is sent at most.
  static let attempts = 5

  /// Seconds before the attempt after this one: 1, doubled to at most 30, of which a random part of up
  /// to a half is left out, so that clients do not come back together.
  static func backOff(_ attempt: Int) -> Double {
    min(30, Double(1 << (attempt - 1))) * .random(in: 0.5...1)
  }

  /// The seconds that a `Retry-After` asks for (RFC 9110, section 10.2.3): a number or a date.
  static func after(_ header: String?, now: Date = Date()) -> Double {
    guard let header else { return 0 }
    if !header.isEmpty, header.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Double(header) ?? .infinity
    }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return max(0, format.date(from: header)?.timeIntervalSince(now) ?? 0)
  }
}

/// An attempt that came to nothing.
struct Failure {
  let reason: ExportError.Reason
  let message: String
  /// Whether a further attempt may come to something.
  let passes: Bool
  /// Whether the same bytes would be refused again, whoever sends them, wherever to, and whenever.
  let isAboutBody: Bool
  let retryAfter: Double

  init(_ answer: HTTPAnswer) {
    isAboutBody =
      answer.status / 100 == 4 && ![401, 403, 404, 407, 408, 425, 429].contains(answer.status)
    passes = [429, 502, 503, 504].contains(answer.status)
    reason = passes ? .failed : .refused
    message = "the receiver answered \(answer.status)"
    retryAfter = Retry.after(answer.retryAfter)
  }

  init(_ error: any Error) {
    isAboutBody = false
    passes = !(error is NoTimeLeft || error is CancellationError)
    reason = .failed
    message = "\(error)"
    retryAfter = 0
  }
}

/// The export has to be done, or is cancelled.
struct NoTimeLeft: Error, CustomStringConvertible {
  let description = "no time is left"
}

/// An attempt took longer than its time.
struct AttemptTimedOut: Error, CustomStringConvertible {
  let description = "the attempt took too long"
}

/// What a server did not take of a request that it answered with success.
struct PartialSuccess {
  let rejected: Int
  let message: String

  /// Reads an ExportTraceServiceResponse as JSON; nil where it is none or says nothing.
  init?(_ body: Data) {
    guard let json = try? JSONSerialization.jsonObject(with: body),
      let response = json as? [String: Any],
      let partial = response["partialSuccess"] as? [String: Any]
    else { return nil }
    let count = partial["rejectedSpans"]
    rejected = (count as? String).flatMap { Int($0) } ?? (count as? NSNumber)?.intValue ?? 0
    let remark = partial["errorMessage"] as? String ?? ""
    message = remark.isEmpty ? "partial success" : String(remark.prefix(1_000))
  }
}
