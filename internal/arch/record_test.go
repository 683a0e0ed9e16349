package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoSwitchOnTheNameOfARecord: what a record is says ops.Record. A switch on
// its name elsewhere is forgotten when the next record comes.
func TestNoSwitchOnTheNameOfARecord(t *testing.T) {
	named := regexp.MustCompile(`\bcase\b[^:]*"(spend|search_terms|followers|orders|costs|counts|levels|rates)"`)
	if !named.MatchString(`	case "posts", "costs":`) {
		t.Fatal("no switch would be found")
	}
	err := filepath.WalkDir("../../internal", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		if found := named.FindString(string(text)); found != "" {
			t.Errorf("%s: %s: make it a field of ops.Record", name, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
