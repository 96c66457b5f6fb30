// etcd for tests. With KUBEWRIGHT_STDIN_LEASE set, it ends when its standard input is closed, so it never outlives
// the process that started it.
package main

import (
	"io"
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	if os.Getenv("KUBEWRIGHT_STDIN_LEASE") != "" {
		go func() { _, _ = io.Copy(io.Discard, os.Stdin); os.Exit(0) }()
	}
	etcdmain.Main(os.Args)
}
