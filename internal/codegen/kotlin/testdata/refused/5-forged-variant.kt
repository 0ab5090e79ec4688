package refused.case5forgedvariant

import dev.specgen.flows.notification.SentPlatform

class Pager : SentPlatform {
    override val wire: String get() = "pager"
}

// 5: Extending sealed classes or interfaces from a different module is prohibited.
// 5: A class can only extend a sealed class or interface declared in the same package.
