public import Flowtrace

/// A service as the spec declares it; generated code holds one for each emitter.
public struct DeclaredService: Sendable {
  let name: String
  let flow: String
  let version: String
  let tags: [String]
  let sensitive: [String]

  /// A service of a flow, with the names of its own tags, and of those tags of it and its spans whose values are sensitive.
  public init(
    _ name: String,
    flow: String,
    version: String,
    tags: [String] = [],
    sensitive: [String] = []
  ) {
    self.name = name
    self.flow = flow
    self.version = version
    self.tags = tags
    self.sensitive = sensitive
  }

  /// What exporters are told of it, with the values of its tags.
  func resource(tags: [Tag], attributes: [Tag] = []) -> Resource {
    Resource(
      serviceName: name, flow: flow, flowVersion: version, tags: tags, attributes: attributes)
  }
}

/// A span as the spec declares it; generated code holds one for each.
///
/// It is an object so that a draft retains it as one.
public final class DeclaredSpan: Sendable {
  let name: String
  let kind: SpanKind
  let tags: [String]
  let keys: [String]
  let errorWhen: KeyValuePairs<String, [String]>

  /// A span with the names of its tags, those of its variants last, and of those that its id derives
  /// from; `errorWhen` has the values on the wire that make it an error.
  public init(
    _ name: String,
    kind: SpanKind = .internal,
    tags: [String] = [],
    keys: [String] = [],
    errorWhen: KeyValuePairs<String, [String]> = [:]
  ) {
    self.name = name
    self.kind = kind
    self.tags = tags
    self.keys = keys
    self.errorWhen = errorWhen
  }

  /// The status of a span with these tags, which are in the spec's order: the first that says error.
  func status(of ordered: [Tag]) -> SpanStatus {
    if errorWhen.isEmpty { return .unset }
    for tag in ordered {
      guard case .string(let text) = tag.value,
        let (_, errors) = errorWhen.first(where: { $0.key == tag.key }),
        errors.contains(where: { $0.utf8.elementsEqual(text.utf8) })
      else { continue }
      return .error(message: text)
    }
    return .unset
  }
}

/// Present in every runtime from 1.0 on; generated code names the one that it needs.
public enum RuntimeAtLeast1v0 {}
