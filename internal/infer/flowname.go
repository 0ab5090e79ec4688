package infer

import "regexp"

// flowName is what the language allows as the name of a flow.
var flowName = regexp.MustCompile(`^[a-z][a-z0-9]*([_-][a-z0-9]+)*$`)

// IsFlowName reports whether a flow can have the name.
func IsFlowName(name string) bool { return len(name) <= 64 && flowName.MatchString(name) }
