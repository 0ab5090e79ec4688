extension TraceID {
  /// The random 56 bits of a trace id: its last 7 bytes where it is a UUID of version 4 or 7, else those of its SHA-256.
  ///
  /// A trace is kept where they are at a threshold or above (`docs/ids.md`, "Sampling").
  package var randomness: UInt64 {
    let (version, variant) = (high >> 12 & 0xf, low >> 62)
    if version == 4 || version == 7, variant == 0b10 { return low & lowest56 }
    let (_, _, _, last) = sha256 { message in
      message.append(high)
      message.append(low)
    }
    return last & lowest56
  }
}

private let lowest56: UInt64 = 0x00ff_ffff_ffff_ffff
