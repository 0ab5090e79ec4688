import CheckoutFlow
import Flowtrace
import FlowtraceExporters
import FlowtraceTesting

@main
struct Checkout {
  static func main() async throws {
    let recorder = Recorder()
    let app = CheckoutShopIOS(
      processor: recorder, appVersion: "8.2.0", tenant: .main, options: recorder.options)
    let api = CheckoutCheckoutAPI(
      processor: recorder, region: .euCentral, canary: false, options: recorder.options)
    let gateway = CheckoutPaymentGateway(
      processor: recorder, region: Region(rawValue: "moon"), options: recorder.options)
    let cart = CartID("cart_7zq2m4x9k0ab")
    let opened = app.cartOpened(cartID: cart, sku: SKU("MUG-1"), quantity: 1)
    app.itemChanged(parent: opened, cartID: cart, sku: SKU("MUG-1"), quantity: 2)
    let priced = api.priced(
      parent: .cartOpened(cartID: cart), cartID: cart, revision: 0, skus: [SKUs("MUG-1")],
      quantities: [2], amount: 20, currency: "EUR", express: true, discounts: [5, 2.5])
    let paying = gateway.startPaymentAttempted(
      parent: priced, cartID: cart, attempt: 1,
      method: .card(cardToken: CardToken("tok_1"), cardNetwork: .visa), amount: 20)
    let settled = gateway.settled(parent: paying.ref, cartID: cart)
    paying.end(
      outcome: .approved(authorization: Authorization("A-1")), riskScore: 0, flags: [true, false])
    api.orderPlaced(
      orderNumber: OrderNumber("DE-1000"), delivery: .courier(carrier: "DHL", slots: [.saturday]),
      customer: .member(memberID: MemberID("9f86")), settledLinks: [settled],
      cartOpenedLinks: [opened])
    for span in try await recorder.spans() {
      print(String(decoding: spanEventLine(span), as: UTF8.self), terminator: "")
    }
  }
}
