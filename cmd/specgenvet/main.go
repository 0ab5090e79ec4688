// Command specgenvet checks Go code that uses generated clients. docs/specgenvet.md lists what it finds.
//
//	go vet -vettool=$(which specgenvet) ./...
//	specgenvet ./...
package main

import (
	"os"

	"github.com/specgen/specgen/internal/vet"
)

func main() { vet.Main(os.Args[1:]) }
