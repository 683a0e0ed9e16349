package main

import (
	"path/filepath"
	"testing"

	"daybreak/internal/ops"
)

// --dev shows the sources of a checkout, to one person at one machine.
func TestWorkOnDaybreakItself(t *testing.T) {
	here := networkFlags{Listen: "127.0.0.1:8080"}
	for name, c := range map[string]struct {
		dir  string
		net  networkFlags
		code ops.Code
	}{
		"a checkout":        {"../..", here, ""},
		"somewhere else":    {".", here, "not_a_checkout"},
		"behind a proxy":    {"../..", networkFlags{Listen: "127.0.0.1:8080", BehindProxy: []string{"127.0.0.1/32"}, Host: []string{"dash.example.com"}}, "dev_not_loopback"},
		"under a host name": {"../..", networkFlags{Listen: "127.0.0.1:8080", Host: []string{"dash.example.com"}}, "dev_not_loopback"},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := c.net.check(filepath.Join(t.TempDir(), "certificates"))
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(c.dir)
			sources, err := developFlags{Dev: true}.checkout(n)
			if ops.CodeOf(err) != c.code || (sources == nil) != (c.code != "") {
				t.Errorf("%v, want %q", err, c.code)
			}
			if sources, err := (developFlags{}).checkout(n); sources != nil || err != nil {
				t.Errorf("without --dev: %v %v", sources, err)
			}
		})
	}
}
