// What emitting costs its caller, in nanoseconds of the thread's CPU time a call: the median of nine runs.
//
// scripts/swift-toolchain.sh run "$PWD/runtime/swift/bench" swift run -c release --scratch-path CACHE Bench [PART OF A NAME]
import Flowtrace
import FlowtraceExporters
import NotificationFlow

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Takes batches and forgets them.
struct Nowhere: SpanExporter {
  func export(_ spans: [SpanData]) async {}
}

/// CPU time of this thread, so that what else runs on the machine counts little.
func cpuNano() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

func measure(_ name: String, rounds: Int = 20_000, _ body: () -> Void) {
  guard CommandLine.arguments.dropFirst().allSatisfy(name.contains) else { return }
  for _ in 0..<1_000 { body() }
  let runs = (0..<9).map { _ in
    let start = cpuNano()
    for _ in 0..<rounds { body() }
    return (cpuNano() - start) / Int64(rounds)
  }.sorted()
  print("\(name): \(runs[4]) ns")
}

let id = NotificationID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
let (user, team) = (UserID("U024BE7LH"), TeamID("T024BE7LD"))
let (channel, ts) = (ChannelID("C024BE7LR"), "1700000000.000100")
let device = DeviceID("d1")
// Without a sampled request, 1 % of the triggers would be exported.
let request = SpanContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3))
let platform = SentPlatform.ios(apnsID: APNSID("d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"))

var options = BatchSpanProcessor.Options()
options.maxQueueSize = 1 << 18
options.maxQueueBytes = 1 << 30
let batch = BatchSpanProcessor(Nowhere(), options: options)

for (name, processor) in [
  ("no-op", DiscardingProcessor() as any SpanProcessor), ("batch", batch),
] {
  let webapp = NotificationWebapp(processor: processor)
  let queue = NotificationJobQueue(processor: processor)
  let push = NotificationPushService(processor: processor)
  let app = NotificationIOS(processor: processor, appVersion: "24.11", osVersion: "18.1")
  let trigger = webapp.trigger(
    parent: request, triggerType: .dm, userID: user, teamID: team, channelID: channel,
    messageTS: ts, notificationID: id)
  let notify = NotifyRef.notify(notificationID: id)
  let sent = SentRef.sent(notificationID: id, deviceID: device)
  let opened = OpenedRef.opened(parent: .received(parent: sent))

  measure("\(name): trigger, 6 tags, random ids") {
    webapp.trigger(
      parent: request, triggerType: .dm, userID: user, teamID: team, channelID: channel,
      messageTS: ts, notificationID: id)
  }
  measure("\(name): notify, 4 tags, derived id") {
    queue.notify(
      parent: trigger, notificationID: id, userID: user, teamID: team, channelID: channel,
      messageTS: ts)
  }
  measure("\(name): sent, 4 tags, derived id") {
    push.sent(parent: notify, channelID: channel, deviceID: device, platform: platform)
  }
  measure("\(name): received, 1 tag, derived id") { app.received(parent: sent, badgeCount: 3) }
  measure("\(name): read in app, start and end") {
    app.startReadInApp(parent: opened).end(messageCount: 3)
  }
}
measure("a reference that derives") { _ = SentRef.sent(notificationID: id, deviceID: device) }
let links = (0..<10_000).map { _ in NotifyRef.notify(notificationID: id) }
let webapp = NotificationWebapp(processor: DiscardingProcessor())
measure("trigger with 10,000 links", rounds: 20) {
  webapp.trigger(
    parent: request, triggerType: .dm, userID: user, teamID: team, channelID: channel,
    messageTS: ts, notificationID: id, notifyLinks: links)
}
print("dropped by the batch processor: \(batch.stats.dropped)")
