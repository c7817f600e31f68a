// Command renderer answers render requests with Helm 4's own loader, values and template engine, in one process.
package main

import (
	"fmt"
	"os"

	"shelltrail/protocol"
)

func main() {
	if err := protocol.Serve(os.Stdin, os.Stdout, engine{}); err != nil {
		fmt.Fprintln(os.Stderr, "renderer:", err)
		os.Exit(1)
	}
}
