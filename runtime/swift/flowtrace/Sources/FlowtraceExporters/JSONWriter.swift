import Flowtrace

/// JSON in the making.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  /// Adds text as it is.
  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Adds text as it is, then a string.
  mutating func member(_ before: String, _ text: String) {
    raw(before)
    appendJSON(text, to: &bytes)
  }

  /// Adds a value as SpanEvent lines have it.
  mutating func value(_ value: TagValue) {
    switch value {
    case .string(let text): appendJSON(text, to: &bytes)
    case .int(let number): raw(String(number))
    case .double(let number): raw(jsonNumber(number))
    case .bool(let flag): raw(flag ? "true" : "false")
    case .strings(let texts): array(texts) { appendJSON($1, to: &$0.bytes) }
    case .ints(let numbers): array(numbers) { $0.raw(String($1)) }
    case .doubles(let numbers): array(numbers) { $0.raw(jsonNumber($1)) }
    case .bools(let flags): array(flags) { $0.raw($1 ? "true" : "false") }
    }
  }

  /// Adds items with commas between and text around them; nothing where there is no item.
  mutating func list<Item>(
    _ before: String,
    _ items: some Collection<Item>,
    _ after: String,
    _ write: (inout JSONWriter, Item) -> Void
  ) {
    var separator = before
    for item in items {
      raw(separator)
      write(&self, item)
      separator = ","
    }
    if !items.isEmpty { raw(after) }
  }

  private mutating func array<Item>(_ items: [Item], _ write: (inout JSONWriter, Item) -> Void) {
    if items.isEmpty { raw("[]") } else { list("[", items, "]", write) }
  }
}
