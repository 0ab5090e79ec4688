public import Flowtrace

/// A span in the making: its tags so far, checked as they come.
public struct Draft: Sendable {
  let emitter: Emitter
  let declared: DeclaredSpan
  /// The ids of the span.
  public let context: SpanContext
  let parent: SpanContext?
  private var tags: [Tag] = []
  private(set) var extra: [Tag] = []
  private var links: [SpanContext] = []
  private var linksGiven = 0

  init(_ emitter: Emitter, _ declared: DeclaredSpan, _ context: SpanContext, _ parent: SpanContext?)
  {
    self.emitter = emitter
    self.declared = declared
    self.context = context
    self.parent = parent
    tags.reserveCapacity(declared.tags.count)
  }

  /// Adds what the span points at, up to what a span carries.
  ///
  /// It is inlined, so that it is not generic where it runs.
  @inlinable
  public mutating func link(_ refs: [some SpanRef]) {
    guard !refs.isEmpty else { return }
    link(contexts: refs.prefix(SpanData.maxLinks).map { $0.context }, of: refs.count)
  }

  @usableFromInline
  mutating func link(contexts: [SpanContext], of given: Int) {
    linksGiven += given
    if links.isEmpty {
      links = contexts
    } else {
      links.append(contentsOf: contexts.prefix(SpanData.maxLinks - links.count))
    }
  }

  /// Reports that more links were given than a span carries, where they were.
  func checkLinks() {
    if linksGiven > SpanData.maxLinks {
      violate(.tooManyLinks, "", String(linksGiven), "at most \(SpanData.maxLinks) links")
    }
  }

  /// Adds undeclared tags. One whose name is taken is dropped, and reported.
  public mutating func put(_ more: ExtraTags) {
    for tag in more.tags {
      if isTaken(tag.key) {
        let expected = "a tag that the spec does not declare"
        violate(.shadowedTag, tag.key, tag.value.description, expected)
        continue
      }
      if let number = firstInfinite(tag.value) {
        violate(.tagValue, tag.key, plainNumber(number), "a finite number")
      }
      extra.append(tag)
    }
  }

  /// Reports that the value of the id tag does not give the trace, where it does not.
  public func checkTraceID(_ rule: TextRule, _ value: String?) {
    guard let value else { return }
    if DerivedIDs.traceID(flow: emitter.resource.flow, value: value) != context.traceID {
      violate(.traceIDMismatch, rule.key, value, context.traceID.description)
    }
  }

  /// Checks the value of an id tag that is not a tag of the span.
  public func check(_ rule: TextRule, _ value: String) {
    if let expected = rule.expected(of: value) { violate(.tagValue, rule.key, value, expected) }
    checkKey(rule, value)
  }

  /// The finished span, which takes the draft's tags and links with it.
  mutating func finish(start: Int64, end: Int64) -> SpanData {
    order()
    let status = declared.status(of: tags)
    if !extra.isEmpty { tags.append(contentsOf: extra) }
    var (tags, links): ([Tag], [SpanContext]) = ([], [])
    swap(&tags, &self.tags)
    swap(&links, &self.links)
    let dropped = linksGiven - links.count
    return SpanData(
      resource: emitter.resource,
      name: declared.name,
      kind: declared.kind,
      status: status,
      context: context,
      parent: parent,
      startUnixNano: start,
      endUnixNano: end,
      tags: tags,
      links: links,
      droppedLinks: dropped
    )
  }

  /// The declared tags in the spec's order.
  consuming func ordered() -> [Tag] {
    order()
    return tags
  }

  /// Brings the declared tags into the spec's order: those given at the end may belong before others.
  private mutating func order() {
    var place = 0
    for index in tags.indices {
      while place < declared.tags.count, declared.tags[place] != tags[index].key { place += 1 }
      if place == declared.tags.count {
        tags = sorted()
        return
      }
      place += 1
    }
  }

  /// The tags by their place; one that was given twice has the later value.
  private func sorted() -> [Tag] {
    var byPlace = [Tag?](repeating: nil, count: declared.tags.count)
    for tag in tags {
      if let place = declared.tags.firstIndex(of: tag.key) { byPlace[place] = tag }
    }
    return byPlace.compactMap { $0 }
  }

  private func isTaken(_ key: String) -> Bool {
    // Bytes, not characters: to a warehouse "é" in both spellings is two columns.
    let same = { (other: String) in other.utf8.elementsEqual(key.utf8) }
    return declared.tags.contains(where: same) || emitter.ownTags.contains(where: same)
      || extra.contains { same($0.key) }
  }

  private func firstInfinite(_ value: TagValue) -> Double? {
    switch value {
    case .double(let number): number.isFinite ? nil : number
    case .doubles(let numbers): numbers.first { !$0.isFinite }
    default: nil
    }
  }

  func violate(_ rule: Violation.Rule, _ tag: String, _ value: String, _ expected: String) {
    guard let listener = emitter.options.onViolation else { return }
    let isSensitive = emitter.sensitive.contains { $0.utf8.elementsEqual(tag.utf8) }
    listener(
      Violation(
        rule: rule, span: declared.name, tag: tag, value: value, isSensitive: isSensitive,
        expected: expected))
  }
}

extension Draft {
  /// Adds a text.
  public mutating func put(_ rule: TextRule, _ value: String?) {
    guard let value else { return }
    check(rule, value)
    tags.append(Tag(key: rule.key, value: .string(value)))
  }

  /// Adds a list of texts.
  public mutating func put(_ rule: TextRule, _ values: [String]?) {
    guard let values else { return }
    tags.append(Tag(key: rule.key, value: .strings(values)))
    if miscounted(rule.items, values.count) { return }
    if let item = values.first(where: { rule.expected(of: $0) != nil }) {
      broken(rule.key, item, rule.expected(of: item))
    }
  }

  /// Adds a whole number.
  public mutating func put(_ rule: IntRule, _ value: Int?) {
    guard let value else { return }
    tags.append(Tag(key: rule.key, value: .int(Int64(value))))
    broken(rule.key, String(value), rule.expected(of: Int64(value)))
  }

  /// Adds a list of whole numbers.
  public mutating func put(_ rule: IntRule, _ values: [Int]?) {
    guard let values = values?.map(Int64.init) else { return }
    tags.append(Tag(key: rule.key, value: .ints(values)))
    if miscounted(rule.items, values.count) { return }
    if let item = values.first(where: { rule.expected(of: $0) != nil }) {
      broken(rule.key, String(item), rule.expected(of: item))
    }
  }

  /// Adds a number.
  public mutating func put(_ rule: DoubleRule, _ value: Double?) {
    guard let value else { return }
    tags.append(Tag(key: rule.key, value: .double(value)))
    if let expected = rule.expected(of: value) { broken(rule.key, plainNumber(value), expected) }
  }

  /// Adds a list of numbers.
  public mutating func put(_ rule: DoubleRule, _ values: [Double]?) {
    guard let values else { return }
    tags.append(Tag(key: rule.key, value: .doubles(values)))
    if miscounted(rule.items, values.count) { return }
    if let item = values.first(where: { rule.expected(of: $0) != nil }) {
      broken(rule.key, plainNumber(item), rule.expected(of: item))
    }
  }

  /// Adds a truth value.
  public mutating func put(_ rule: BoolRule, _ value: Bool?) {
    guard let value else { return }
    tags.append(Tag(key: rule.key, value: .bool(value)))
  }

  /// Adds a list of truth values.
  public mutating func put(_ rule: BoolRule, _ values: [Bool]?) {
    guard let values else { return }
    tags.append(Tag(key: rule.key, value: .bools(values)))
    _ = miscounted(rule.items, values.count)
  }

  private func checkKey(_ rule: TextRule, _ value: String) {
    if declared.keys.isEmpty { return }
    if declared.keys.contains(rule.key), value.utf8.contains(0) {
      violate(.tagValue, rule.key, value, "no NUL character")
    }
  }

  private func broken(_ key: String, _ value: @autoclosure () -> String, _ expected: String?) {
    if let expected { violate(.tagValue, key, value(), expected) }
  }

  private func miscounted(_ rule: ItemCount, _ items: Int) -> Bool {
    let expected = rule.expected(of: items)
    broken(rule.key, String(items), expected)
    return expected != nil
  }
}
