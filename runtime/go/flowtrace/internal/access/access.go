// Package access keeps what fills in finished spans from everybody but generated code: its functions ask for a Key, which
// only packages of this runtime can name.
package access

// Key is asked for by what package gen alone may call.
type Key struct{}
