public import Flowtrace
public import Foundation

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// Sends finished spans to an OpenTelemetry collector: OTLP over HTTP, as JSON.
///
/// A connection that fails, 429, 502, 503 and 504 are tried again with the same bytes, within bounds.
/// Anything else is final. Redirects are not followed.
public actor OTLPHTTPExporter: SpanExporter {
  private let url: URL
  private let headers: [String: String]
  private let timeout: Double
  private let onReject: (@Sendable (Int, String) -> Void)?
  private let transport: Transport
  private var rejections = 0

  /// An exporter to a collector.
  /// - Parameters:
  ///   - endpoint: The collector, such as `https://collector.example:4318`; `/v1/traces` is added.
  ///   - headers: Sent with each request, for authorization.
  ///   - timeout: Seconds that one export may take, further attempts included.
  ///   - configuration: Of the URL session; ephemeral unless told otherwise.
  ///   - onReject: Hears of spans that did not get through, and of the reason.
  public init(
    endpoint: URL,
    headers: [String: String] = [:],
    timeout: Double = 30,
    configuration: URLSessionConfiguration = .ephemeral,
    onReject: (@Sendable (Int, String) -> Void)? = nil
  ) {
    self.init(
      endpoint: endpoint,
      headers: headers,
      timeout: timeout,
      onReject: onReject,
      transport: .urlSession(configuration)
    )
  }

  init(
    endpoint: URL,
    headers: [String: String],
    timeout: Double,
    onReject: (@Sendable (Int, String) -> Void)?,
    transport: Transport
  ) {
    url = endpoint.appendingPathComponent("v1").appendingPathComponent("traces")
    self.headers = headers
    self.timeout = timeout
    self.onReject = onReject
    self.transport = transport
  }

  /// How many spans did not get through since the start.
  public var rejected: Int { rejections }

  /// Sends the spans; those that do not get through are counted and reported.
  public func export(_ spans: [SpanData]) async {
    let deadline = transport.now() + timeout
    for body in OTLPBodies.make(spans, limit: Self.maxBody) {
      do {
        try await send(body, before: deadline)
      } catch {
        reject(body.spans, "\(error)")
      }
    }
  }

  /// Frees the session.
  public func shutdown() async { transport.close() }

  /// What servers take by default, or less.
  private static let maxBody = 4 << 20

  private func send(_ body: OTLPBodies.Body, before deadline: Double) async throws {
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(body.bytes)
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    var attempt = 1
    while true {
      try Task.checkCancellation()
      let remaining = deadline - transport.now()
      guard remaining > 0 else { throw SpansLost("no time is left") }
      request.timeoutInterval = remaining
      let failure: Failure
      do {
        let answer = try await transport.send(request)
        if answer.status / 100 == 2 { return take(answer, of: body) }
        failure = Failure(answer)
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        failure = Failure(error)
      }
      let wait = max(failure.retryAfter, Retry.backOff(attempt))
      guard failure.passes, attempt < Retry.attempts, wait < deadline - transport.now() else {
        throw SpansLost(failure.reason)
      }
      try await transport.sleep(wait)
      attempt += 1
    }
  }

  /// Reads partial success: `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"…"}}`.
  private func take(_ answer: Answer, of body: OTLPBodies.Body) {
    guard let partial = PartialSuccess(answer.body), partial.rejected > 0 else { return }
    reject(min(partial.rejected, body.spans), partial.message)
  }

  private func reject(_ count: Int, _ reason: String) {
    rejections += count
    onReject?(count, reason)
  }
}

/// Spans did not reach the server.
struct SpansLost: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = "cannot send spans: \(reason)" }
}
