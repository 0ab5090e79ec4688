/// A discriminator with the tags that go with its value.
protocol SpanVariant {
  /// The discriminator's value on the wire.
  var wire: String { get }
  /// Puts the tags that go with it.
  func put(in draft: inout Draft)
}

/// Asks by the protocol: a value that is deprecated makes the enum's own member deprecated.
func wireOf(_ variant: some SpanVariant) -> String {
  variant.wire
}

extension Draft {
  /// Adds a discriminator.
  mutating func put(_ rule: TextRule, _ variant: some SpanVariant) {
    put(rule, variant.wire)
  }

  /// Adds the tags that go with a discriminator.
  mutating func put(_ variant: some SpanVariant) {
    variant.put(in: &self)
  }
}
