#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// A value behind a lock.
///
/// `Synchronization.Mutex` needs iOS 18. This is the one type here whose safety the compiler does not prove, and it can be seen
/// at a glance: the value is touched while the lock is held, and only then. Nothing may wait or call out while it holds it.
package final class Locked<Value: Sendable>: @unchecked Sendable {
  #if canImport(Darwin)
    private typealias Lock = os_unfair_lock_s
  #else
    private typealias Lock = pthread_mutex_t
  #endif

  // A lock has an address that stays, which a stored property does not promise; and at each use of such a property Swift would
  // look whether somebody else uses it, which the lock rules out.
  private let lock = UnsafeMutablePointer<Lock>.allocate(capacity: 1)
  private let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)

  package init(_ value: Value) {
    self.value.initialize(to: value)
    lock.initialize(to: Lock())
    #if !canImport(Darwin)
      pthread_mutex_init(lock, nil)
    #endif
  }

  deinit {
    #if !canImport(Darwin)
      pthread_mutex_destroy(lock)
    #endif
    lock.deinitialize(count: 1)
    lock.deallocate()
    value.deinitialize(count: 1)
    value.deallocate()
  }

  /// Does something with the value, which nobody else touches meanwhile.
  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    #if canImport(Darwin)
      os_unfair_lock_lock(lock)
      defer { os_unfair_lock_unlock(lock) }
    #else
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
    #endif
    return try body(&value.pointee)
  }
}
