package arch

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestTopLevelIsFixed holds the top of the checkout to what belongs there. What is
// built lies in bin and data, which are not part of it.
func TestTopLevelIsFixed(t *testing.T) {
	belongs := []string{"LICENSE", "Makefile", "NOTICE", "README.md", "cmd", "dashboards", "go.mod", "go.sum", "internal", "sample-data", "static"}
	built := []string{"bin", "data"}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(built, e.Name()) {
			found = append(found, e.Name())
		}
	}
	if !slices.Equal(found, belongs) { // both in the order of their names
		t.Errorf("the top level holds %q, want %q", found, belongs)
	}
}
