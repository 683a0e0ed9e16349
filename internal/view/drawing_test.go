package view

import (
	"testing"

	"daybreak/internal/analysis"
)

// Every type of panel is drawn, and nothing is drawn that is no type.
func TestEveryPanelTypeIsDrawn(t *testing.T) {
	types := map[string]bool{}
	for _, x := range analysis.PanelTypes() {
		types[x.Type] = true
		if drawings()[x.Type] == nil {
			t.Errorf("package view has no drawing of a panel of type %s", x.Type)
		}
	}
	for name := range drawings() {
		if !types[name] {
			t.Errorf("package view draws %s, which package analysis does not list", name)
		}
	}
}
