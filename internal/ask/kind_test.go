package ask

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// What a type of panel asks is a kind of question, and its fields ask it.
func TestEveryPanelAsksAKind(t *testing.T) {
	asked := map[string]bool{}
	for _, x := range analysis.PanelTypes() {
		p := &ops.Panel{Type: x.Type, Event: "check_in", Window: "7d", Steps: []ops.Step{{Event: "visit"}, {Event: "pay"}}}
		q := analysis.QuestionOf(p)
		for _, k := range Kinds() {
			if asks := k.Options(q) != nil; asks != (k.Name() == x.Asks) {
				t.Errorf("a panel of type %s says it asks %q and asks %s: %t", x.Type, x.Asks, k.Name(), asks)
			}
		}
		asked[x.Asks] = true
	}
	for _, k := range Kinds() {
		if k.HasPanels() && !asked[k.Name()] {
			t.Errorf("no panel asks %s", k.Name())
		}
	}
}

// Every table of fields in the sources is in the list of kinds.
func TestEveryKindIsListed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?m)^var (\w+) = sync\.OnceValue\(func\(\) \*kind\[`)
	written := 0
	for _, name := range files {
		for _, m := range table.FindAllStringSubmatch(source(t, name), -1) {
			written++
			if !strings.Contains(source(t, "kind.go"), m[1]+"()") {
				t.Errorf("%s: the kind %s is not in the list of kind.go", name, m[1])
			}
		}
	}
	if written != len(Kinds()) {
		t.Errorf("%d kinds are written, %d listed", written, len(Kinds()))
	}
}

func source(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
