import Flowtrace

/// A service as the spec declares it; generated code holds one for each emitter.
public struct DeclaredService: Sendable {
  let name: String
  let flow: String
  let version: String
  let tags: [String]

  /// A service of a flow, with the names of its own tags.
  public init(_ name: String, flow: String, version: String, tags: [String] = []) {
    self.name = name
    self.flow = flow
    self.version = version
    self.tags = tags
  }

  /// What exporters are told of it, with the values of its tags.
  func resource(tags: [Tag]) -> Resource {
    Resource(serviceName: name, flow: flow, flowVersion: version, tags: tags)
  }
}

/// A span as the spec declares it; generated code holds one for each.
public struct DeclaredSpan: Sendable {
  let name: String
  let tags: [String]
  let keys: [String]

  /// A span with the names of its tags, those of its variants last, and of those that its id derives
  /// from.
  public init(_ name: String, tags: [String] = [], keys: [String] = []) {
    self.name = name
    self.tags = tags
    self.keys = keys
  }
}

/// Present in every runtime from 1.0 on; generated code names the one that it needs.
public enum RuntimeAtLeast1v0 {}
