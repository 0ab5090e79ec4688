// Written against version 1.0 of the flow. It compiles and runs against 1.1 unchanged.
import EvolutionFlow
import Flowtrace
import FlowtraceTesting

func describe(_ way: StartedWay) -> String {
  switch way {
  case .wifi: "wifi"
  case .cell: "cell"
  }
}

@main
struct Evolution {
  static func main() async throws {
    let recorder = Recorder()
    let flow = EvolutionApp(
      processor: recorder, appVersion: "1", region: "eu", options: recorder.options)
    let bare = EvolutionApp(processor: recorder, appVersion: "1", options: recorder.options)
    let id = UploadID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
    let started = flow.started(
      uploadID: id, size: 1, codec: .zstd, name: "n", way: .wifi(ssid: "s"), extra: ["x": 1])
    bare.started(uploadID: id, size: 1, codec: Codec(rawValue: "new"), way: .cell)
    bare.started(uploadID: id, size: 1, codec: .gzip, way: .wifi())
    let chunk = flow.startChunkSent(parent: started, chunk: 1)
    chunk.end(outcome: .done, size: 1)
    flow.startChunkSent(parent: .started(uploadID: id), chunk: 2).end(outcome: .failed)
    let spans = try await recorder.spans()
    guard spans.count == 5, chunk.ref == .chunkSent(uploadID: id, chunk: 1) else {
      fatalError("\(spans)")
    }
    guard spans[0].tags.map(\.key) == ["size", "codec", "name", "way", "ssid", "x"] else {
      fatalError("\(spans[0].tags)")
    }
    print("evolution: ok,", describe(.cell), spans[0].resource.flowVersion)
  }
}
