import Flowtrace
public import Foundation

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// What a server said.
public struct HTTPAnswer: Sendable {
  /// The status.
  public let status: Int
  /// The `Retry-After` header.
  public let retryAfter: String?
  /// The body, or its first 64 KiB.
  public let body: Data

  /// What a server said.
  public init(status: Int, retryAfter: String? = nil, body: Data = Data()) {
    self.status = status
    self.retryAfter = retryAfter
    self.body = body
  }

  /// Whether the request was taken.
  var isTaken: Bool { status / 100 == 2 }

  /// How many bytes of a body are read at most.
  static let maxBody = 64 << 10
}

/// Sends requests.
///
/// An app brings its own to pin a certificate, or to go through a client that it has.
public protocol HTTPTransport: Sendable {
  /// Sends a request and waits for all of the answer.
  ///
  /// It does not follow redirects, heeds cancellation, and throws where the connection fails or the answer breaks off.
  func send(_ request: URLRequest) async throws -> HTTPAnswer
  /// Frees what it holds; no request follows.
  func close()
}

/// Sends requests with a URL session of its own.
final class URLSessionTransport: HTTPTransport {
  private let session: URLSession
  private let exchanges: Exchanges

  init(_ configuration: URLSessionConfiguration) {
    exchanges = Exchanges()
    session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
  }

  // The session's own async calls need iOS 15.
  func send(_ request: URLRequest) async throws -> HTTPAnswer {
    let task = session.dataTask(with: request)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        exchanges.begin(task, continuation)
        task.resume()
      }
    } onCancel: {
      exchanges.end(task.taskIdentifier, .failure(CancellationError()))
      task.cancel()
    }
  }

  func close() { session.invalidateAndCancel() }
}

/// Collects the answers to a session's requests.
private final class Exchanges: NSObject, URLSessionDataDelegate {
  private struct Exchange: Sendable {
    let continuation: CheckedContinuation<HTTPAnswer, any Error>
    var response: HTTPURLResponse?
    var body = Data()

    var answer: Result<HTTPAnswer, any Error> {
      guard let response else { return .failure(URLError(.badServerResponse)) }
      let retryAfter = response.value(forHTTPHeaderField: "Retry-After")
      return .success(
        HTTPAnswer(status: response.statusCode, retryAfter: retryAfter, body: body))
    }
  }

  private struct Running: Sendable {
    var exchanges: [Int: Exchange] = [:]
    /// Those that were cancelled before they began.
    var cancelled: Set<Int> = []
  }

  private let running = Locked(Running())

  func begin(_ task: URLSessionTask, _ continuation: CheckedContinuation<HTTPAnswer, any Error>) {
    let begun = running.withLock { running in
      if running.cancelled.remove(task.taskIdentifier) != nil { return false }
      running.exchanges[task.taskIdentifier] = Exchange(continuation: continuation)
      return true
    }
    if !begun { continuation.resume(throwing: CancellationError()) }
  }

  /// Ends an exchange, where it has not ended yet.
  func end(_ number: Int, _ result: Result<HTTPAnswer, any Error>? = nil) {
    let exchange = running.withLock { running in
      let exchange = running.exchanges.removeValue(forKey: number)
      if exchange == nil, case .failure(is CancellationError)? = result {
        running.cancelled.insert(number)
      }
      return exchange
    }
    guard let exchange else { return }
    exchange.continuation.resume(with: result ?? exchange.answer)
  }

  func urlSession(
    _ session: URLSession,
    dataTask: URLSessionDataTask,
    didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let number = dataTask.taskIdentifier
    running.withLock { $0.exchanges[number]?.response = response as? HTTPURLResponse }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let number = dataTask.taskIdentifier
    let isFull = running.withLock { running in
      guard let read = running.exchanges[number]?.body.count else { return true }
      running.exchanges[number]?.body.append(data.prefix(HTTPAnswer.maxBody - read))
      return read + data.count >= HTTPAnswer.maxBody
    }
    guard isFull else { return }
    end(number)
    dataTask.cancel()
  }

  func urlSession(
    _ session: URLSession,
    task: URLSessionTask,
    didCompleteWithError error: (any Error)?
  ) {
    end(task.taskIdentifier, error.map { .failure($0) })
  }

  /// Leaves a redirect as the answer.
  func urlSession(
    _ session: URLSession,
    task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}

/// How time passes for an exporter; replaced in tests.
struct Timing: Sendable {
  let sleep: @Sendable (Double) async throws -> Void
  /// Seconds since any moment.
  let now: @Sendable () -> Double

  static let system = Timing(
    sleep: { try await Task.sleep(nanoseconds: nanoseconds($0)) },
    now: { Double(SystemClock().steadyNano()) / 1e9 }
  )

  /// When an export has to be done: when its processor says so, or after the default of those.
  func deadline() -> Double {
    if let steadyNano = ExportDeadline.steadyNano { return Double(steadyNano) / 1e9 }
    return now() + BatchSpanProcessor.Options().exportTimeout
  }
}
