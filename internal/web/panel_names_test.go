package web

import (
	"testing"

	"daybreak/internal/ops"
)

// A panel names members wherever it says that it tells apart by who invited.
func TestPanelsByWhoInvitedNameMembers(t *testing.T) {
	for _, c := range []struct {
		panel ops.Panel
		want  bool
	}{
		{ops.Panel{Type: "at_risk"}, true},
		{ops.Panel{Type: "survival", By: "invited_by"}, true},
		{ops.Panel{Type: "retention", Ask: map[string]string{"by": "invited_by"}}, true},
		{ops.Panel{Type: "retention", By: "channel", Ask: map[string]string{"by": "channel"}}, false},
	} {
		if got := panelNames(&c.panel); got != c.want {
			t.Errorf("%+v names members: %v", c.panel, got)
		}
	}
}
