package ingest

import (
	"testing"

	"daybreak/internal/ops"
)

// TestTargetsAreChecked: a plan that means nothing is refused with its line
// and column.
func TestTargetsAreChecked(t *testing.T) {
	f := newOtherFiles(t)
	f.i.Catalog = func() *ops.Catalog {
		return &ops.Catalog{Metrics: []*ops.Metric{{Name: "joins", Good: ops.UpGood}, {Name: "cpa", Good: ops.DownGood}}}
	}
	const header = "metric,scope,from,to,floor,goal,stretch\n"
	f.commit(f.planText("t.csv", header+"joins,,2026-10-01,2026-12-31,1200,1800,2400\ncpa,,2026-10-01,2026-12-31,60,45,35\n", Options{}))
	for row, want := range map[string]ops.Place{
		"nonsense,,2026-10-01,2026-10-31,,5,":                 {Line: 2, Column: "metric"},
		"joins,planet:mars,2026-10-01,2026-10-31,,5,":         {Line: 2, Column: "scope"},
		"joins,channel,2026-10-01,2026-10-31,,5,":             {Line: 2, Column: "scope"},
		"joins,campaign:1.2021E+17,2026-10-01,2026-10-31,,5,": {Line: 2, Column: "scope"}, // an id that was shortened
		"joins,campaign:12021E17,2026-10-01,2026-10-31,,5,":   {},
		"joins,,2026-10-31,2026-10-01,,5,":                    {Line: 2, Column: "to"},
		"joins,,2026-10-01,2026-10-31,9,5,":                   {Line: 2, Column: "floor"},
		"cpa,channel:x,2026-10-01,2026-10-31,40,45,":          {Line: 2, Column: "floor"},
		"joins,,2026-12-01,2027-01-31,,5,":                    {Line: 2, Column: "from"}, // over the end of a stored one
		"joins,channel:search-ads,2026-12-01,2027-01-31,,5,":  {},
		"joins,,2026-10-01,2026-10-31,,5,":                    {}, // within a stored one
		"joins,,2027-01-01,2027-01-31,,5,":                    {},
		"joins,,2026-10-01,2026-12-31,1200,1900,2400":         {Line: 2, Column: "replaces"}, // changes an approved one
		"joins,,2026-10-01,2026-12-31,1200,1800,2400":         {},                            // says the same
	} {
		p, err := f.planText("more.csv", header+row+"\n", Options{})
		if err != nil {
			t.Fatal(row, err)
		}
		var got ops.Place
		if p.Rejected > 0 {
			got = p.Rejects[0].Err.Where
		}
		if got.Line != want.Line || got.Column != want.Column {
			t.Errorf("%s: %+v %v, want %+v", row, got, p.Rejects, want)
		}
	}
	p, err := f.planText("two.csv", header+"joins,city:X,2026-10-01,2026-10-31,,5,\njoins,city:X,2026-10-15,2026-11-15,,5,\n", Options{})
	if err != nil || p.Rejected != 1 || p.Rejects[0].Err.Code != "overlapping_targets" || p.Rejects[0].Err.Where.Line != 3 {
		t.Error(p, err)
	}
}
