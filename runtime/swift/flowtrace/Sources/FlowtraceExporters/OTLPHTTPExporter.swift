public import Flowtrace
public import Foundation

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// Sends finished spans to an OpenTelemetry collector: OTLP over HTTP, as JSON.
///
/// A connection that fails, an answer that breaks off, 429, 502, 503 and 504 are tried again with the same bytes, within bounds.
/// Anything else is final. Redirects are not followed. A batch goes out in requests of at most 4 MiB, one after the other. What is
/// not delivered is thrown as ``ExportError``, which a ``BatchSpanProcessor`` counts and tells.
public struct OTLPHTTPExporter: RetryingExporter {
  /// How requests are made.
  public struct Options: Sendable {
    /// Sent with each request. One that cannot be sent is left out, and told.
    public var headers: [String: String] = [:]
    /// Gives more headers, such as a token that expires.
    ///
    /// It is called for each request. After a 401 it is called once more, and the request sent once more.
    public var freshHeaders: (@Sendable () async -> [String: String])?
    /// Compresses the requests.
    public var gzip = false
    /// How long one attempt may take, in seconds; the default where it is zero or below.
    public var attemptTimeout = 10.0
    /// Hears of what is wrong with the configuration, which holds without it.
    public var onConfigurationError: (@Sendable (ConfigurationError) -> Void)?

    /// No headers, no compression.
    public init() {}
  }

  private let url: URL
  private let headers: [String: String]
  private let options: Options
  private let transport: any HTTPTransport
  private let timing: Timing
  private let failed = Locked<String?>(nil)

  /// An exporter to a collector.
  /// - Parameters:
  ///   - endpoint: The collector, such as `https://collector.example:4318`; `/v1/traces` is added.
  ///   - options: How requests are made.
  ///   - configuration: Of the URL session; ephemeral unless told otherwise.
  public init(
    endpoint: URL,
    options: Options = Options(),
    configuration: URLSessionConfiguration = .ephemeral
  ) {
    self.init(
      endpoint: endpoint, options: options, transport: URLSessionTransport(configuration))
  }

  /// An exporter to a collector, over a transport of the app's own: with a pinned certificate, say.
  /// - Parameters:
  ///   - endpoint: The collector, such as `https://collector.example:4318`; `/v1/traces` is added.
  ///   - options: How requests are made.
  ///   - transport: Sends them.
  public init(endpoint: URL, options: Options = Options(), transport: any HTTPTransport) {
    self.init(endpoint: endpoint, options: options, transport: transport, timing: .system)
  }

  init(endpoint: URL, options: Options, transport: any HTTPTransport, timing: Timing) {
    url = endpoint.appendingPathComponent("v1").appendingPathComponent("traces")
    self.options = options
    self.transport = transport
    self.timing = timing
    headers = sendable(options.headers, options.onConfigurationError)
  }

  /// Sends the spans; throws ``ExportErrors`` for those that were refused or given up.
  public func export(_ spans: [SpanData]) async throws {
    let deadline = timing.deadline()
    var lost: [ExportError] = []
    var requests = OTLPRequests(spans, limit: Self.maxBody)
    while !Task.isCancelled, let request = requests.next() {
      guard let body = request.body else {
        let message = "a span alone has more than \(Self.maxBody) bytes"
        lost.append(ExportError(spans: request.spans, reason: .tooLarge, message: message))
        continue
      }
      if let loss = await send(body, request.spans, before: deadline) { lost.append(loss.error) }
    }
    if !requests.left.isEmpty { lost.append(self.lost(requests.left.count, .failed, "cancelled")) }
    if !lost.isEmpty { throw ExportErrors(lost) }
  }

  /// Why the last attempt that has ended failed.
  public var lastFailure: String? { failed.withLock { $0 } }

  /// Frees the session.
  public func shutdown() async { transport.close() }

  /// What became of a body that is stored.
  enum Delivery {
    /// It was taken or refused for what it is; what was lost of it.
    case settled(ExportError?)
    /// It did not get through. The receiver asks for so many seconds before it is sent again.
    case kept(retryAfter: Double)
  }

  /// Sends a body that was made before. It is refused only for what it is; all else has failed.
  func deliver(_ body: [UInt8], spans: Int) async -> Delivery {
    let loss = await send(body, spans, before: timing.deadline(), isStored: true)
    if let loss, loss.error.reason == .failed { return .kept(retryAfter: loss.retryAfter) }
    return .settled(loss?.error)
  }

  /// What was not delivered of a request, and when it may be tried again.
  private struct Loss {
    let error: ExportError
    var retryAfter = 0.0
  }

  /// What servers take by default, or less.
  static let maxBody = 4 << 20

  /// Sends a request until it is taken or refused, or it is time to give up.
  private func send(
    _ body: [UInt8],
    _ spans: Int,
    before deadline: Double,
    isStored: Bool = false
  ) async -> Loss? {
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(options.gzip ? gzipped(body) : body)
    var attempt = 1
    var isRenewed = options.freshHeaders == nil
    while true {
      let failure: Failure
      let result = await self.attempt(request, before: deadline)
      note(result)
      switch result {
      case .success(let answer) where answer.isTaken:
        return PartialSuccess(answer.body).flatMap { partial in
          partial.rejected > 0
            ? Loss(error: lost(min(partial.rejected, spans), .refused, partial.message)) : nil
        }
      case .success(let answer) where answer.status == 401 && !isRenewed:
        isRenewed = true
        continue
      case .success(let answer): failure = Failure(answer)
      case .failure(let error): failure = Failure(error)
      }
      guard failure.passes else {
        let isKept = isStored && !failure.isAboutBody
        let error = lost(spans, isKept ? .failed : failure.reason, failure.message)
        return Loss(error: error, retryAfter: failure.retryAfter)
      }
      let wait = max(failure.retryAfter, Retry.backOff(attempt))
      guard attempt < Retry.attempts, wait < deadline - timing.now(),
        (try? await timing.sleep(wait)) != nil
      else {
        let message = "given up after attempt \(attempt): \(failure.message)"
        return Loss(error: lost(spans, .failed, message), retryAfter: failure.retryAfter)
      }
      attempt += 1
    }
  }

  /// Keeps what came of an attempt, for whoever asks before the export ends.
  private func note(_ result: Result<HTTPAnswer, any Error>) {
    let failure: String?
    switch result {
    case .success(let answer): failure = answer.isTaken ? nil : Failure(answer).message
    case .failure(let error) where Task.isCancelled || error is NoTimeLeft: return
    case .failure(let error): failure = Failure(error).message
    }
    failed.withLock { $0 = failure }
  }

  /// Makes one attempt, with headers that are fresh.
  private func attempt(_ request: URLRequest, before deadline: Double) async -> Result<
    HTTPAnswer, any Error
  > {
    let timeout = options.attemptTimeout > 0 ? options.attemptTimeout : Options().attemptTimeout
    let seconds = min(timeout, deadline - timing.now())
    guard seconds > 0, !Task.isCancelled else { return .failure(NoTimeLeft()) }
    return await withTaskGroup(of: Result<HTTPAnswer, any Error>.self) { group in
      group.addTask {
        do {
          return .success(try await transport.send(await described(request, seconds)))
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        try? await Task.sleep(nanoseconds: nanoseconds(seconds))
        return .failure(AttemptTimedOut())
      }
      defer { group.cancelAll() }
      return await group.next() ?? .failure(NoTimeLeft())
    }
  }

  private func described(_ request: URLRequest, _ seconds: Double) async -> URLRequest {
    var request = request
    // Whole seconds are what Foundation on Linux has. The attempt is cancelled before.
    request.timeoutInterval = seconds.rounded(.up) + 1
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let fresh = sendable(await options.freshHeaders?() ?? [:], options.onConfigurationError)
    for (name, value) in fresh { request.setValue(value, forHTTPHeaderField: name) }
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    if options.gzip { request.setValue("gzip", forHTTPHeaderField: "Content-Encoding") }
    return request
  }

  private func lost(_ spans: Int, _ reason: ExportError.Reason, _ message: String) -> ExportError {
    ExportError(spans: spans, reason: reason, message: "cannot deliver spans: \(message)")
  }
}

/// Something of a configuration cannot be used; the rest is.
public struct ConfigurationError: Error, CustomStringConvertible {
  /// What it is, and what to do; it has no value of a header.
  public let description: String
}

/// The headers that can stand in a request (RFC 9110, sections 5.5 and 5.6.2); the others are told.
private func sendable(
  _ headers: [String: String],
  _ listener: (@Sendable (ConfigurationError) -> Void)?
) -> [String: String] {
  headers.filter { name, value in
    let isName = !name.isEmpty && name.utf8.allSatisfy(isTokenByte)
    if isName, value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7f }) { return true }
    let message =
      "cannot send the header \(jsonString(name)): its name or value has characters that headers "
      + "do not have; it is left out"
    listener?(ConfigurationError(description: message))
    return false
  }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
  default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }
}
