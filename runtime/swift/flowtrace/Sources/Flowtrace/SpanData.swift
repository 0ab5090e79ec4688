/// Who emits: the service, its flow, and the tags that it gave once.
///
/// All spans of an emitter share one object, so that exporters can group by it.
public final class Resource: Sendable {
  /// The service's name on the wire.
  public let serviceName: String
  /// The flow.
  public let flow: String
  /// The version of the flow that the emitter was generated from.
  public let flowVersion: String
  /// The service's own tags, in the spec's order.
  public let tags: [Tag]
  /// Attributes beside the spec's, in the caller's order.
  public let attributes: [Tag]

  package init(
    serviceName: String,
    flow: String,
    flowVersion: String,
    tags: [Tag],
    attributes: [Tag] = []
  ) {
    self.serviceName = serviceName
    self.flow = flow
    self.flowVersion = flowVersion
    self.tags = tags
    self.attributes = attributes
  }
}

/// What a link stands for.
public enum LinkType: String, Hashable, Sendable {
  /// The parent, which is in another trace.
  case parent
}

/// A pointer to a span of another trace.
public struct SpanLink: Hashable, Sendable {
  /// The span that is pointed at.
  public let context: SpanContext
  /// What the link stands for; nil for one that the caller gave.
  public let type: LinkType?
}

/// What a span stands for among others, with OTLP's numbers.
public enum SpanKind: Int, Hashable, Sendable {
  /// Work inside a service, as most steps of a flow are.
  case `internal` = 1
  /// A request that is answered.
  case server
  /// A request that is made.
  case client
  /// A message that is sent.
  case producer
  /// A message that is received.
  case consumer
}

/// Whether what a span stands for failed.
public enum SpanStatus: Hashable, Sendable {
  /// The spec says nothing of a failure.
  case unset
  /// It failed: the message is the value, on the wire, of the tag that says so.
  case error(message: String)
}

/// A finished span; nothing about it changes any more.
public struct SpanData: Sendable {
  /// The service and the flow.
  public let resource: Resource
  /// The name as it stands on the wire.
  public let name: String
  /// What the span stands for among others.
  public let kind: SpanKind
  /// Whether what the span stands for failed.
  public let status: SpanStatus
  /// The ids of the span.
  public private(set) var context: SpanContext
  /// The parent, whose trace may be another one.
  public let parent: SpanContext?
  /// Wall time of the start, in nanoseconds since 1970 UTC.
  public let startUnixNano: Int64
  /// Wall time of the end, in nanoseconds since 1970 UTC; never before the start.
  public let endUnixNano: Int64
  /// The tags: declared ones in the spec's order, then the extra ones in the caller's.
  public let tags: [Tag]
  /// The spans that the span points at, in the caller's order; at most ``maxLinks``.
  public let links: [SpanContext]
  /// How many links the caller gave beyond those.
  public let droppedLinks: Int

  /// How many links a span carries. More would make it larger than a request may be.
  public static let maxLinks = 32_768

  package init(
    resource: Resource,
    name: String,
    kind: SpanKind = .internal,
    status: SpanStatus = .unset,
    context: SpanContext,
    parent: SpanContext?,
    startUnixNano: Int64,
    endUnixNano: Int64,
    tags: [Tag],
    links: [SpanContext],
    droppedLinks: Int = 0
  ) {
    self.resource = resource
    self.name = name
    self.kind = kind
    self.status = status
    self.context = context
    self.parent = parent
    self.startUnixNano = startUnixNano
    self.endUnixNano = endUnixNano
    self.tags = tags
    self.links = links
    self.droppedLinks = droppedLinks
  }

  /// Whether the span is exported; only tests and processors that ask for them see others.
  public var sampled: Bool { context.sampled }

  /// The same span with another decision on whether it is exported.
  package func decided(sampled: Bool) -> SpanData {
    var span = self
    span.context = SpanContext(
      traceID: context.traceID, spanID: context.spanID, sampled: sampled)
    return span
  }

  /// About how many bytes the span takes when it is encoded: 256, its texts, and 64 for each tag and link.
  package var size: Int {
    var size = 256 + name.utf8.count + 64 * (tags.count + links.count)
    for tag in tags { size += tag.key.utf8.count + tag.value.size }
    return size
  }

  /// The link that stands for a parent in another trace, where there is one.
  public var parentLink: SpanLink? {
    guard let parent, parent.traceID != context.traceID else { return nil }
    return SpanLink(context: parent, type: .parent)
  }

  /// The value of a tag, declared or extra; nil where the span has no such tag.
  public subscript(tag key: String) -> TagValue? {
    tags.first { $0.key == key }?.value
  }
}
