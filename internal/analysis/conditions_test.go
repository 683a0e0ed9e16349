package analysis

import (
	"maps"
	"testing"

	"daybreak/internal/ops"
)

// Anna is staff, Bert and Cora are not, and of Dora nobody says it: without staff
// three joined. Spend of ads is 5, of the name that was merged into it 7: a measure
// of either name has 12.
func TestConditionsOfMeasures(t *testing.T) {
	d := world{files: map[string]string{
		"members": "member,staff\nanna,1\nbert,0\ncora,\n",
		"events": "member,at,event\nanna,2026-09-01T08:00:00+08:00,join\nbert,2026-09-01T09:00:00+08:00,join\ncora,2026-09-01T10:00:00+08:00,join\n" +
			"dora,2026-09-01T11:00:00+08:00,join\n",
		"spend": "date,platform,campaign,channel,cost,currency\n2026-09-01,p,x,ads,5,CNY\n2026-09-01,p,y,ads,7,CNY\n2026-09-01,p,z,feed,1,CNY\n",
	}}.data(t)
	own := *d.Catalog
	own.Measures = maps.Clone(d.Catalog.Measures)
	change := func(name string, where ...ops.Filter) {
		m := *own.Measures[name]
		m.Where = where
		own.Measures[name] = &m
	}
	change("joins", ops.Filter{Dimension: "event", Values: []string{"join"}}, ops.Filter{Dimension: "staff", Values: []string{"0"}})
	change("cost", ops.Filter{Dimension: "channel", Values: []string{"Old Ads"}})
	keys := ops.KeysOf([]ops.Merge{{Dimension: "channel", Name: "Old Ads", Kept: "ads"}})
	d.Catalog = own.With(keys)
	if own.Measures["cost"].Where[0].Values[0] != "Old Ads" || d.Catalog.With(keys) != d.Catalog {
		t.Error("the catalog itself was changed, or again without need")
	}
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-01", Compare: "none"}, "cost", "joins")
	table := ask(t, d, v, Query{Metrics: []string{"cost", "joins"}})
	is(t, "cost of a merged channel", table.Columns[0].Total.Value, 12)
	is(t, "joins without staff", table.Columns[1].Total.Value, 3)
}
