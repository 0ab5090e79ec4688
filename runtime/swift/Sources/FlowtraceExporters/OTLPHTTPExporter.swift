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
  private let onReject: (@Sendable (Int, String) -> Void)?
  private let transport: Transport
  private var rejections = 0

  /// An exporter to a collector.
  /// - Parameters:
  ///   - endpoint: The collector, such as `https://collector.example:4318`; `/v1/traces` is added.
  ///   - headers: Sent with each request, for authorization.
  ///   - configuration: Of the URL session; ephemeral unless told otherwise.
  ///   - onReject: Hears of spans that the server does not take, and of its reason.
  public init(
    endpoint: URL,
    headers: [String: String] = [:],
    configuration: URLSessionConfiguration = .ephemeral,
    onReject: (@Sendable (Int, String) -> Void)? = nil
  ) {
    self.init(
      endpoint: endpoint, headers: headers, onReject: onReject,
      transport: .urlSession(configuration))
  }

  init(
    endpoint: URL,
    headers: [String: String],
    onReject: (@Sendable (Int, String) -> Void)?,
    transport: Transport
  ) {
    url = endpoint.appendingPathComponent("v1").appendingPathComponent("traces")
    self.headers = headers
    self.onReject = onReject
    self.transport = transport
  }

  /// How many spans the server did not take since the start.
  public var rejected: Int { rejections }

  /// Sends the spans; throws where a part of them was lost on the way.
  public func export(_ spans: [SpanData]) async throws {
    var lost = 0
    var reason: (any Error)?
    for body in OTLPBodies.make(spans, limit: 4 << 20) {
      do {
        try await send(body)
      } catch {
        lost += body.spans
        reason = error
      }
    }
    if let reason { throw SpansLost(count: lost, reason: reason) }
  }

  /// Frees the session.
  public func shutdown() async { transport.close() }

  private func send(_ body: OTLPBodies.Body) async throws {
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(body.bytes)
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    var attempt = 1
    while true {
      try Task.checkCancellation()
      var retryAfter = 0.0
      do {
        let answer = try await transport.send(request)
        if answer.status / 100 == 2 { return take(answer, of: body) }
        guard [429, 502, 503, 504].contains(answer.status), attempt < Retry.attempts else {
          return reject(body.spans, "HTTP status \(answer.status)")
        }
        retryAfter = Retry.after(answer.retryAfter)
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        guard attempt < Retry.attempts else { throw error }
      }
      try await transport.sleep(max(retryAfter, Retry.backOff(attempt)))
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
public struct SpansLost: Error, CustomStringConvertible {
  /// How many.
  public let count: Int
  /// What happened at last.
  public let reason: any Error

  /// One line for people.
  public var description: String { "cannot send \(count) spans: \(reason)" }
}
