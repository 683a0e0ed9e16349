package web

import "testing"

// sweep leaves a test out of short runs and of those of the race detector: it asks
// many things one after the other, for minutes there.
func sweep(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("asks one thing after the other")
	}
}
