package main

import (
	"io/fs"
	"os"
	"strings"

	"daybreak/internal/ops"
)

// developFlags are for those who work on Daybreak itself.
type developFlags struct {
	Dev bool `help:"Show templates and static files of this checkout as they are edited. For work on Daybreak itself, on a loopback address."`
}

// checkout returns the sources whose pages are shown as they are edited; nil
// without --dev. n is who can reach the server.
//
// Errors: not_a_checkout, dev_not_loopback.
func (f developFlags) checkout(n *network) (fs.FS, error) {
	if !f.Dev {
		return nil, nil
	}
	if !n.loopback {
		return nil, &ops.Error{Code: "dev_not_loopback", Message: "--dev is for one person at one machine.",
			Hint: "Listen on a loopback address such as 127.0.0.1:8080, without TLS or a proxy."}
	}
	sources := os.DirFS(".")
	module, err := fs.ReadFile(sources, "go.mod")
	if err == nil {
		_, err = fs.Stat(sources, "internal/web/templates/layout.html")
	}
	if err != nil || !strings.HasPrefix(string(module), "module daybreak\n") {
		return nil, &ops.Error{Code: "not_a_checkout", Message: "This directory does not hold the sources of Daybreak.",
			Hint: "Start it at the top of a checkout, as make dev does.", Err: err}
	}
	return sources, nil
}
