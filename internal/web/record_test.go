package web

import (
	"fmt"
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// The document of the API lists the records by name.
func TestTheAPIDescribesEveryRecord(t *testing.T) {
	doc, _ := document(t)
	var described, want []string
	for _, v := range doc.Components.Schemas["Record"].Value.Enum {
		described = append(described, fmt.Sprint(v))
	}
	for _, r := range ops.Records() {
		want = append(want, r.Name)
	}
	if !slices.Equal(described, want) {
		t.Errorf("openapi.yaml: Record is one of %v, the records are %v", described, want)
	}
}
