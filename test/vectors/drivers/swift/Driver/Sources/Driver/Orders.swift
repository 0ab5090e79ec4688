import Flowtrace
import FlowtraceTesting
import OrderFlow

/// The client of testdata/flows/order.yaml.
struct OrderClient: Client {
  func emitter(_ emitter: Case.Emitter, _ recorder: Recorder, _ options: EmitterOptions) throws
    -> any Sendable
  {
    let tags = emitter.tags.mapValues(\.text)
    let (version, region) = (tags["appVersion"] ?? "", tags["region"] ?? "")
    switch emitter.service {
    case "shop-web":
      return OrderShopWeb(processor: recorder, appVersion: version, options: options)
    case "shop-ios":
      return OrderShopIOS(
        processor: recorder, appVersion: version, osVersion: tags["osVersion"], options: options)
    case "order-api": return OrderOrderAPI(processor: recorder, region: region, options: options)
    case "payment-gateway":
      return OrderPaymentGateway(processor: recorder, region: region, options: options)
    case "warehouse": return OrderWarehouse(processor: recorder, options: options)
    case "courier-app":
      return OrderCourierApp(processor: recorder, appVersion: version, options: options)
    default: throw Trouble(description: "there is no service \(emitter.service)")
    }
  }

  func call(_ op: Op, on emitter: any Sendable, _ refs: References) throws -> Called {
    let args = Arguments(op.args)
    let (time, extra) = (try op.date(), try op.extras())
    switch emitter {
    case let shop as OrderShopWeb:
      return Called(
        ref: shop.checkoutOpened(
          visitID: args.visit, customerTier: args.tier, timestamp: time, extra: extra))
    case let shop as OrderShopIOS:
      return Called(
        ref: shop.checkoutOpened(
          visitID: args.visit, customerTier: args.tier, timestamp: time, extra: extra))
    case let api as OrderOrderAPI: return try call(api, op, refs)
    case let bank as OrderPaymentGateway: return try call(bank, op, refs)
    case let hall as OrderWarehouse: return try call(hall, op, refs)
    case let courier as OrderCourierApp:
      return Called(
        ref: courier.parcelDelivered(
          parent: try refs.parent(op.parent), parcelID: args.parcel,
          handedTo: try args.value("handedTo"), timestamp: time, extra: extra))
    default: throw Trouble(description: "nothing emits \(op.span ?? "")")
    }
  }

  private func call(_ api: OrderOrderAPI, _ op: Op, _ refs: References) throws -> Called {
    let args = Arguments(op.args)
    let (time, extra) = (try op.date(), try op.extras())
    if op.span == "order:cancelled" {
      return Called(
        ref: api.cancelled(
          parent: try parent(op, refs, CancelledParent.init), orderID: args.order, timestamp: time,
          extra: extra))
    }
    return Called(
      ref: api.placed(
        parent: try op.parent.map(refs.typed), orderID: args.order,
        customerTier: try args.value("Customer Tier"), amountEur: args.amount,
        skus: args.texts("skus"), timestamp: time, extra: extra))
  }

  private func call(_ bank: OrderPaymentGateway, _ op: Op, _ refs: References) throws -> Called {
    let args = Arguments(op.args)
    let (time, extra) = (try op.date(), try op.extras())
    if op.span == "order:refunded" {
      return Called(
        ref: bank.refunded(
          parent: try op.parent.map { _ in try parent(op, refs, RefundedParent.init) },
          orderID: args.order, amountEur: args.amount, timestamp: time, extra: extra))
    }
    let span = bank.startPaymentAttempt(
      parent: try parent(op, refs, PaymentAttemptParent.init), orderID: args.order,
      attempt: args.attempt, paymentMethod: try args.value("payment-method"),
      amountEur: args.amount, startTime: time, extra: extra)
    return Called(ref: span.ref) { op in
      span.end(
        result: try Arguments(op.args).result(), endTime: try op.date(), extra: try op.extras())
    }
  }

  private func call(_ hall: OrderWarehouse, _ op: Op, _ refs: References) throws -> Called {
    let args = Arguments(op.args)
    let (time, extra) = (try op.date(), try op.extras())
    if op.span == "order:parcel returned" {
      return Called(
        ref: hall.parcelReturned(
          parent: try parent(op, refs, ParcelReturnedParent.init), parcelID: args.parcel,
          returnReason: ReturnReason(rawValue: args.text("returnReason")), timestamp: time,
          extra: extra))
    }
    return Called(
      ref: hall.parcelShipped(
        parent: try refs.parent(op.parent), parcelID: args.parcel, orderID: args.order,
        carrier: args.text("carrier"), skus: args.texts("skus"),
        paymentAttemptLinks: try (op.links ?? []).map(refs.typed), timestamp: time, extra: extra))
  }

  /// One of several parents.
  private func parent<Parent>(
    _ op: Op, _ refs: References, _ make: (any SpanRef) -> Parent?
  ) throws -> Parent {
    guard let ref = try op.parent.flatMap(refs.any), let parent = make(ref) else {
      throw Trouble(description: "no \(Parent.self)")
    }
    return parent
  }

  func reference(_ reference: Reference, _ refs: References) throws -> (any SpanRef)? {
    if let span = reference.span { return carried(reference.traceparent ?? "", to: span) }
    let args = Arguments(reference.args)
    switch reference.derive {
    case "order:checkout opened": return CheckoutOpenedRef.checkoutOpened(visitID: args.visit)
    case "order:placed": return PlacedRef.placed(orderID: args.order)
    case "order:payment attempt":
      return PaymentAttemptRef.paymentAttempt(orderID: args.order, attempt: args.attempt)
    case "order:parcel shipped": return ParcelShippedRef.parcelShipped(parcelID: args.parcel)
    case "order:parcel delivered":
      return ParcelDeliveredRef.parcelDelivered(parcelID: args.parcel)
    case "order:parcel returned":
      guard let ref = try reference.parent.flatMap(refs.any),
        let parent = ParcelReturnedParent(ref)
      else { throw Trouble(description: "no parent to derive from") }
      return ParcelReturnedRef.parcelReturned(parent: parent)
    default: return nil
    }
  }

  private func carried(_ traceparent: String, to span: String) -> (any SpanRef)? {
    switch span {
    case "order:placed": PlacedRef(traceparent: traceparent)
    case "order:payment attempt": PaymentAttemptRef(traceparent: traceparent)
    case "order:parcel shipped": ParcelShippedRef(traceparent: traceparent)
    case "order:parcel delivered": ParcelDeliveredRef(traceparent: traceparent)
    case "order:parcel returned": ParcelReturnedRef(traceparent: traceparent)
    default: nil
    }
  }
}

extension PaymentAttemptParent {
  fileprivate init?(_ ref: any SpanRef) {
    switch ref {
    case let ref as PlacedRef: self = .placed(ref)
    case let ref as PaymentAttemptRef: self = .paymentAttempt(ref)
    default: return nil
    }
  }
}

extension CancelledParent {
  fileprivate init?(_ ref: any SpanRef) {
    switch ref {
    case let ref as PlacedRef: self = .placed(ref)
    case let ref as PaymentAttemptRef: self = .paymentAttempt(ref)
    case let ref as ParcelReturnedRef: self = .parcelReturned(ref)
    default: return nil
    }
  }
}

extension ParcelReturnedParent {
  fileprivate init?(_ ref: any SpanRef) {
    switch ref {
    case let ref as ParcelShippedRef: self = .parcelShipped(ref)
    case let ref as ParcelDeliveredRef: self = .parcelDelivered(ref)
    default: return nil
    }
  }
}

extension RefundedParent {
  fileprivate init?(_ ref: any SpanRef) {
    switch ref {
    case let ref as PaymentAttemptRef: self = .paymentAttempt(ref)
    case let ref as ParcelReturnedRef: self = .parcelReturned(ref)
    default: return nil
    }
  }
}

/// The tags of a call.
private struct Arguments {
  private let forms: [String: Form]

  init(_ forms: [String: Form]?) { self.forms = forms ?? [:] }

  func text(_ tag: String) -> String { forms[tag]?.text ?? "" }
  func texts(_ tag: String) -> [String] { forms[tag]?.texts ?? [] }
  var visit: VisitID { VisitID(text("visitId")) }
  var order: OrderID { OrderID(text("orderId")) }
  var parcel: ParcelID { ParcelID(text("parcelId")) }
  var tier: CustomerTier? { CustomerTier(rawValue: text("Customer Tier")) }
  var attempt: Int { forms["attempt"]?.number ?? 0 }
  var amount: Double { forms["amountEUR"]?.double ?? 0 }

  /// The value of a closed enum.
  func value<Value: RawRepresentable>(_ tag: String) throws -> Value
  where Value.RawValue == String {
    guard let value = Value(rawValue: text(tag)) else {
      throw Trouble(description: "there is no \(tag) \(text(tag))")
    }
    return value
  }

  func result() throws -> PaymentAttemptResult {
    switch text("result") {
    case "AUTHORIZED": return .authorized
    case "DECLINED": return .declined(declineCode: text("declineCode"))
    case "ERROR": return .error
    default: throw Trouble(description: "there is no result \(text("result"))")
    }
  }
}
