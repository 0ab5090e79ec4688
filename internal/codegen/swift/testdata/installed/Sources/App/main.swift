import Flowtrace
import FlowtraceExporters
import Foundation
import JobFlow
import UploadFlow

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Prints what a collector would get.
struct Printing: HTTPTransport {
  func send(_ request: URLRequest) async throws -> HTTPAnswer {
    let body = String(decoding: request.httpBody ?? Data(), as: UTF8.self)
    let names = ["seen", "chosen", "run job"].filter { body.contains("\"name\":\"\($0)\"") }
    let token = request.value(forHTTPHeaderField: "Authorization") ?? "no token"
    print(request.url?.absoluteString ?? "nowhere", token, names.joined(separator: ", "))
    return HTTPAnswer(status: 200)
  }
  func close() {}
}

guard let collector = URL(string: "https://collector.example:4318") else { fatalError() }
var sending = OTLPHTTPExporter.Options()
sending.freshHeaders = { ["Authorization": "Bearer token"] }
let exporter = OTLPHTTPExporter(endpoint: collector, options: sending, transport: Printing())
let processor = BatchSpanProcessor(exporter)
let control = SwitchSpanProcessor(processor)

// One processor for the emitters of both packages: their runtime is one.
let upload = UploadWeb(processor: control)
let job = JobWorker(processor: control)
_ = upload.seen()
job.startRunJob(jobID: JobID("7"), kind: "import").end(rows: 1)
control.isEnabled = false
_ = upload.chosen(size: 1)
let inTime = await processor.shutdown(within: 5)
print(inTime, processor.stats.emitted, processor.stats.exported)
