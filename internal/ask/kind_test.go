package ask

import (
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
