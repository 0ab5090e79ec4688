import Flowtrace
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// What a server said.
struct Answer: Sendable {
  let status: Int
  let retryAfter: String?
  let body: Data
}

/// How requests leave and how waiting is done; replaced in tests.
struct Transport: Sendable {
  let send: @Sendable (URLRequest) async throws -> Answer
  let sleep: @Sendable (Double) async throws -> Void
  /// Seconds since any moment.
  let now: @Sendable () -> Double
  let close: @Sendable () -> Void

  static func urlSession(_ configuration: URLSessionConfiguration) -> Transport {
    let session = URLSession(
      configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
    return Transport(
      send: { try await answer(to: $0, session) },
      sleep: { try await Task.sleep(nanoseconds: nanoseconds($0)) },
      now: { Double(SystemClock().steadyNano()) / 1e9 },
      close: { session.finishTasksAndInvalidate() }
    )
  }

  /// Sends a request. The session's own async calls need iOS 15.
  private static func answer(to request: URLRequest, _ session: URLSession) async throws -> Answer {
    let (tasks, started) = AsyncStream<URLSessionTask>.makeStream()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let task = session.dataTask(with: request) { data, response, error in
          guard let response = response as? HTTPURLResponse else {
            continuation.resume(throwing: error ?? URLError(.badServerResponse))
            return
          }
          continuation.resume(
            returning: Answer(
              status: response.statusCode,
              retryAfter: response.value(forHTTPHeaderField: "Retry-After"),
              body: data ?? Data()
            )
          )
        }
        started.yield(task)
        started.finish()
        task.resume()
      }
    } onCancel: {
      Task.detached { for await task in tasks { task.cancel() } }
    }
  }
}

/// Leaves a redirect as the answer.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
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
