package analysis

import (
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// A file has what a panel comes down to in every row, and what a row comes down to
// in that row alone: 3 now and 5 before of all, a half and a quarter of b.
func TestFilesHaveTheComparison(t *testing.T) {
	f := &ops.Frame{Keys: []ops.KeyColumn{{Name: "day", Texts: []string{"1", "2"}}, {Name: "channel", Texts: []string{"a", "b"}}},
		Values: []ops.ValueColumn{{Name: "count", Values: []ops.Value{known(1), known(2)}}}}
	all := tally("entrants", "Entrants", "进入人数", ops.UpGood, 3)
	own := Headline{Name: "b", Column: "rate", Keys: []SheetKey{{Name: "channel"}}, Values: []string{"b"}, Unit: ops.UnitPercent}
	a := &Against{Days: ops.Range{From: day(t, "2026-10-01"), To: day(t, "2026-11-01")}, Before: ops.Range{From: day(t, "2026-08-31"), To: day(t, "2026-10-01")},
		Figures: []AgainstFigure{{all, Figure{Value: known(3), Compare: known(5)}, nil}, {own, Figure{Value: known(.5), Compare: known(.25)}, nil}}}
	out := a.Beside(f)
	var names []string
	for _, k := range out.Keys {
		names = append(names, k.Name)
	}
	for _, v := range out.Values {
		names = append(names, v.Name)
	}
	if want := []string{"day", "channel", "range", "range_compare", "count", "range_entrants", "range_entrants_compare", "range_rate", "range_rate_compare"}; !slices.Equal(names, want) {
		t.Fatalf("columns %q", names)
	}
	if out.Keys[2].Texts[1] != "2026-10-01/2026-10-31" || out.Keys[3].Texts[0] != "2026-08-31/2026-09-30" {
		t.Errorf("days %v, %v", out.Keys[2].Texts, out.Keys[3].Texts)
	}
	for r := range 2 {
		is(t, "entrants", out.Values[1].Values[r], 3)
		is(t, "entrants before", out.Values[2].Values[r], 5)
	}
	isState(t, "rate of a", out.Values[3].Values[0], ops.NotApplicable)
	is(t, "rate of b", out.Values[3].Values[1], .5)
	is(t, "rate of b before", out.Values[4].Values[1], .25)
	if len(f.Keys) != 2 || len(f.Values) != 1 {
		t.Error("the panel's own table was changed")
	}
	if (*Against)(nil).Beside(f) != f {
		t.Error("without a comparison the table is another")
	}
}

// One control rules every panel of every page: its file is another with a
// comparison than without, but for what names its own days.
func TestEveryFileObeysTheComparison(t *testing.T) {
	d, _ := sampled(t, "2026-10-11", "2026-10-31") // search terms begin on 6 September
	own := []string{"checkins_today"}              // beside the same day of the week before, whatever is asked
	for _, page := range d.Catalog.Pages {
		for _, p := range page.Panels {
			var columns [2]int
			var rows int
			for i, compare := range []string{"none", "previous"} {
				v, err := d.Resolve(Params{From: "2026-10-11", To: "2026-10-31", Compare: compare}, d.PageScope(page))
				if err != nil {
					t.Fatal(err)
				}
				r, err := d.Panel(t.Context(), v, p)
				if err != nil {
					t.Fatal(err)
				}
				a, err := SetAgainst(t.Context(), d, v, p, r)
				if err != nil {
					t.Fatal(err)
				}
				f := a.Beside(r.Frame())
				columns[i], rows = len(f.Keys)+len(f.Values), frameRows(f)
			}
			if columns[1] <= columns[0] && !slices.Contains(own, p.Type) {
				t.Errorf("%s/%s of type %s: %d columns with a comparison, %d without; %d rows", page.Name, p.ID, p.Type, columns[1], columns[0], rows)
			}
		}
	}
}
