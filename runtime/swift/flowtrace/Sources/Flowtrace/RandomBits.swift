#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// The system's random bits, at a small cost: the standard library's generator asks the system for each eight bytes.
#if canImport(Darwin) || canImport(Android)
  enum RandomBits {
    static func one() -> UInt64 {
      var bits: UInt64 = 0
      arc4random_buf(&bits, MemoryLayout.size(ofValue: bits))
      return bits
    }

    static func pair() -> (UInt64, UInt64) {
      var bits: SIMD2<UInt64> = [0, 0]
      arc4random_buf(&bits, MemoryLayout.size(ofValue: bits))
      return (bits[0], bits[1])
    }
  }
#else
  /// A call of the kernel costs as much as half a span, so that each one gets the bits of many.
  ///
  /// A child of a fork without exec would use the same bits. It has no threads that export, and Swift does not offer fork.
  struct RandomBits: Sendable {
    private static let shared = Locked(RandomBits())
    private var numbers: [UInt64] = []
    private var left = 0

    static func one() -> UInt64 { shared.withLock { $0.next() } }

    static func pair() -> (UInt64, UInt64) { shared.withLock { ($0.next(), $0.next()) } }

    private mutating func next() -> UInt64 {
      if left == 0 { refill() }
      left -= 1
      return numbers[left]
    }

    private mutating func refill() {
      // 256 bytes, as many as one call gives at most.
      if numbers.isEmpty { numbers = Array(repeating: 0, count: 32) }
      left = numbers.count
      let failed = numbers.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { getentropy($0, bytes.count) } != 0
      }
      // On kernels before 3.17 only.
      if failed { for place in numbers.indices { numbers[place] = .random(in: 0 ... .max) } }
    }
  }
#endif
