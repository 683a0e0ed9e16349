package enginetest

import (
	"flag"
	"os"
	"testing"
)

// Main runs the tests of a package. Random ones draw the same worlds every time, so
// that a commit is green or red wherever it is tested; the long form, or a seed that is
// given, draws others. It returns the exit code.
func Main(m *testing.M) int {
	flag.Parse()
	if seed := flag.Lookup("rapid.seed"); seed.Value.String() == "0" && os.Getenv("DAYBREAK_SOAK") == "" {
		if err := seed.Value.Set("20261130"); err != nil {
			panic(err)
		}
	}
	return m.Run()
}
