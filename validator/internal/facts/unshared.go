package facts

import "unsafe"

// leastUnshared is from how many bytes on an allocation without pointers begins with a line of the processor's cache, and fills its last one:
// all of Go's size classes from here on are multiples of 64.
const leastUnshared = 512

// Unshared returns n zeros for what one goroutine changes all the time. They share no line of the cache with what others change, which
// would wait for each other with every change. T has no pointers.
func Unshared[T bool | int64 | uint64](n int) []T {
	var one T
	return make([]T, max(n, leastUnshared/int(unsafe.Sizeof(one))))[:n]
}
