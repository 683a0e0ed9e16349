package analysis

import (
	"context"
	"math"
	"testing"

	"daybreak/internal/ops"
)

// What a sheet does not list is one row more: with it, counts and money add up to
// those of the whole list, and a share is that of the sums (R4).
func TestRestOfSheets(t *testing.T) {
	d, v := sampled(t, "2026-07-01", "2026-10-31")
	o := Operations{d}
	steps := []ops.Step{{Event: "apply"}, {Event: "qualify"}}
	for name, x := range map[string]struct {
		of       func(context.Context, *View, *ops.Panel) (*Sheet, error)
		p        ops.Panel
		rate     int // the column of a ratio of two that are listed, or -1
		num, den int
		unsummed int // a column that does not add up, or -1
	}{
		"groups":       {o.Groups, ops.Panel{}, -1, 0, 0, 8},
		"posts":        {o.Posts, ops.Panel{}, -1, 0, 0, 6},
		"stage groups": {o.StageGroups, ops.Panel{By: "channel", Steps: steps}, 2, 1, 0, 3},
		"margins":      {Market{d}.Margins, ops.Panel{By: "channel"}, -1, 0, 0, -1},
		"keywords":     {Market{d}.Keywords, ops.Panel{}, -1, 0, 0, 5},
	} {
		all, err := x.of(t.Context(), v, &x.p)
		if err != nil {
			t.Fatal(err)
		}
		x.p.Limit = 1
		cut, err := x.of(t.Context(), v, &x.p)
		if err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, r := range all.Rows[1:] {
			if !r.Total {
				left++
			}
		}
		if left < 2 || len(cut.Rows) < 2 {
			t.Fatalf("%s: %d rows, %d with a limit: this proves nothing", name, len(all.Rows), len(cut.Rows))
		}
		rest := cut.Rows[1]
		if name == "groups" && rest.Cells[0].State != ops.NotApplicable {
			t.Errorf("persons of several groups are added up: %+v", rest.Cells[0])
		}
		if rest.Other != left || rest.Keys[0] != ops.OtherGroups || cut.Frame().Keys[0].Texts[1] != ops.OtherGroups {
			t.Errorf("%s: the rest %+v", name, rest)
		}
		for i, c := range cut.Columns {
			if c.Unit != ops.UnitCount && c.Unit != ops.UnitMoney || rest.Cells[i].State != ops.Known || !c.Adds {
				continue
			}
			want := 0.0
			for _, r := range all.Rows[1:] {
				if !r.Total {
					want += r.Cells[i].Number
				}
			}
			if !(math.Abs(rest.Cells[i].Number-want) <= .005) {
				t.Errorf("%s: %s of the rest is %v, want %v", name, c.Name, rest.Cells[i].Number, want)
			}
		}
		if x.rate >= 0 {
			near(t, name, rest.Cells[x.rate].Number, rest.Cells[x.num].Number/rest.Cells[x.den].Number, 1e-12)
		}
		if x.unsummed >= 0 && rest.Cells[x.unsummed].State != ops.NotApplicable {
			t.Errorf("%s: column %d of the rest is %+v", name, x.unsummed, rest.Cells[x.unsummed])
		}
	}
}

// Three figures are added up: a sum that lacks one is not known; a ratio whose
// part has nothing below the line counts what is above it: (6 + 4 + 2) ÷ (3 + 0 + 1).
func TestAddingUp(t *testing.T) {
	is(t, "a sum", addUp([]ops.Value{known(1), known(2), known(4)}), 7)
	isState(t, "a sum that lacks one", addUp([]ops.Value{known(1), pending}), ops.Pending)
	isState(t, "of nothing", addUp([]ops.Value{notApplicable}), ops.NotApplicable)
	is(t, "a ratio", addUp([]ops.Value{{Number: 2, Num: 6, Den: 3}, {State: ops.NotApplicable, Num: 4}, {Number: 2, Num: 2, Den: 1}}), 3)
}

// Of keywords of two platforms no conversions are told: what each platform claims
// is never added up. Of one platform, a keyword that brought nothing costs all the
// same: (30 + 20) ÷ (2 + 0) is 25.
func TestRestOfKeywords(t *testing.T) {
	row := func(platform string, cost, claimed float64) SheetRow {
		return SheetRow{Keys: []string{platform, "k"}, Cells: []SheetCell{plain(known(cost)), plain(known(9)), plain(known(claimed)), plain(notApplicable)}}
	}
	rest := SheetRow{Cells: []SheetCell{plain(known(50)), plain(known(18)), plain(known(2)), plain(notApplicable)}}
	restOfKeywords(&rest, []SheetRow{row("baidu", 30, 2), row("baidu", 20, 0)})
	is(t, "cost for a conversion", rest.Cells[3].Value, 25)
	mixed := SheetRow{Cells: []SheetCell{plain(known(50)), plain(known(18)), plain(known(2)), plain(notApplicable)}}
	restOfKeywords(&mixed, []SheetRow{row("baidu", 30, 2), row("google", 20, 0)})
	isState(t, "claims of two platforms", mixed.Cells[2].Value, ops.NotApplicable)
	isState(t, "cost for one of them", mixed.Cells[3].Value, ops.NotApplicable)
}
