import Flowtrace
import NotificationFlow

func refused(_ processor: any SpanProcessor) {
  _ = Emitter(
    DeclaredService("iOS", flow: "f", version: "1.0.0"), processor: processor,
    options: EmitterOptions())
}
// error: cannot find 'DeclaredService' in scope
// error: cannot find 'Emitter' in scope
