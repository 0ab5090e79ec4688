/// What is wrong with a span that was emitted all the same.
public struct Violation: Hashable, Sendable {
  /// A rule that only run time can see broken; the validator has the same names.
  public enum Rule: String, Hashable, Sendable {
    /// A pattern, format, range, length or item count is broken.
    case tagValue = "tag-value"
    /// A parent must be given and was not; Swift's types forbid that.
    case missingParent = "missing-parent"
    /// The id tag given does not give the parent's trace id.
    case traceIDMismatch = "trace-id-mismatch"
    /// Text was repaired; a Swift `String` is never ill-formed.
    case invalidUTF8 = "invalid-utf8"
    /// A measured span was ended again; nothing was emitted.
    case endedTwice = "ended-twice"
    /// A measured span ends before it starts, by times of which the caller gave one.
    case endBeforeStart = "end-before-start"
    /// An extra tag has the name of a declared one or of one already given, and was dropped.
    case shadowedTag = "shadowed-tag"
    /// More links were given than a span carries; the first were kept.
    case tooManyLinks = "too-many-links"
  }

  /// The rule that is broken.
  public let rule: Rule
  /// The span's name; empty for a tag of the service.
  public let span: String
  /// The tag; empty where the rule is not about one.
  public let tag: String
  /// The offending value as on the wire, a text not quoted; it may identify a person.
  public let value: String
  /// Whether the spec gives the tag a sensitivity: ``description`` does not show the value then.
  public let isSensitive: Bool
  /// What the spec asks for, such as `at least 0`.
  public let expected: String

  package init(
    rule: Rule,
    span: String,
    tag: String,
    value: String,
    isSensitive: Bool = false,
    expected: String
  ) {
    self.rule = rule
    self.span = span
    self.tag = tag
    self.value = value
    self.isSensitive = isSensitive
    self.expected = expected
  }
}

extension Violation: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    let place = span.isEmpty ? "service" : span
    let shown = isSensitive ? "[redacted]" : jsonString(value)
    let what = tag.isEmpty ? value.isEmpty ? "" : "\(value), " : "\(tag) = \(shown), "
    return "\(rule.rawValue): \(place): \(what)want \(expected)"
  }
}
