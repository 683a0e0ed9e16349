package catalog_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/ops"
)

// A measure of rows about members may leave staff out; spend has none.
func TestMeasuresWithoutStaff(t *testing.T) {
	load := func(old, with string) (*ops.Catalog, error) {
		files := fstest.MapFS{}
		names, err := fs.Glob(dashboards.Files, "*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(dashboards.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(text), old, with, 1))}
		}
		return catalog.Load(files, analysis.PanelShapes())
	}
	c, err := load("joins: {record: events, agg: count, where: {event: join}}", "joins: {record: events, agg: count, where: {event: join, staff: 0}}")
	if err != nil {
		t.Fatal(err)
	}
	where := c.Measures["joins"].Where
	if len(where) != 2 || where[1].Dimension != "staff" || where[1].Values[0] != "0" {
		t.Errorf("conditions %+v", where)
	}
	if _, err = load("cost: {record: spend, column: cost}", "cost: {record: spend, column: cost, where: {staff: 0}}"); err == nil ||
		!strings.Contains(err.Error(), `no dimension "staff"`) {
		t.Errorf("spend by staff: %v", err)
	}
}
