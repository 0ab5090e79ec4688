package vet

import (
	"strings"

	"golang.org/x/tools/go/analysis/multichecker"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// Main runs the analyzers as a command with the arguments of the process, which are given as well, and does not return. Called by
// go vet -vettool, it analyzes one package and takes facts about others from files; called by a user, all packages that are named.
func Main(args []string) {
	if calledByGo(args) {
		unitchecker.Main(Analyzers()...)
	}
	multichecker.Main(Analyzers()...)
}

// calledByGo reports whether the arguments are those of the go command, as package unitchecker describes them, rather than packages.
func calledByGo(args []string) bool {
	for _, arg := range args {
		if arg == "-V=full" || arg == "-flags" || strings.HasSuffix(arg, ".cfg") {
			return true
		}
	}
	return false
}
