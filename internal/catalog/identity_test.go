package catalog

import (
	"testing"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// TestNamesShownAreNamesRead: a platform or channel is read under the names by
// which pages show it, so that no two keys are shown under one name.
func TestNamesShownAreNamesRead(t *testing.T) {
	c, err := Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for key, label := range c.Values {
		for _, dimension := range []string{"platform", "channel"} {
			listed := func(name string) bool {
				return ops.Fold(name) != ops.Fold(key) && ops.Fold(ops.KeyOf(dimension, name)) == ops.Fold(key)
			}
			if !listed(label.En) && !listed(label.Zh) {
				continue // not of this dimension
			}
			found++
			for _, name := range []string{key, label.En, label.Zh} {
				if ops.Fold(ops.KeyOf(dimension, name)) != ops.Fold(key) {
					t.Errorf("%s %s is shown as %s, which is read as %s", dimension, key, name, ops.KeyOf(dimension, name))
				}
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d names are known", found)
	}
}
