// Package access restricts who can fill in finished spans: the methods for that take a Key, which only packages of this runtime can
// make.
package access

// Key is a parameter of the methods that only package gen may call.
type Key struct{}
