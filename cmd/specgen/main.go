// Command specgen checks the spec of a flow, generates its typed clients, and holds real traces against it.
package main

import (
	"os"

	"github.com/specgen/specgen/internal/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
