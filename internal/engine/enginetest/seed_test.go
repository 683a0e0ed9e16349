package enginetest_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain has random tests draw the same every time, so that a commit is green or red
// wherever it is tested; the long form draws anew.
func TestMain(m *testing.M) {
	flag.Parse()
	if seed := flag.Lookup("rapid.seed"); seed.Value.String() == "0" && os.Getenv("DAYBREAK_SOAK") == "" {
		if err := seed.Value.Set("20261130"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
