// kube-apiserver for tests. With KUBEWRIGHT_STDIN_LEASE set, it ends when its standard input is closed, so it never
// outlives the process that started it.
package main

import (
	"io"
	"os"
	_ "time/tzdata"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	if os.Getenv("KUBEWRIGHT_STDIN_LEASE") != "" {
		go func() { _, _ = io.Copy(io.Discard, os.Stdin); os.Exit(0) }()
	}
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
