package sqlite

import (
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// costByChannel asks an engine for the cost of six days by channel.
func costByChannel(t *testing.T, e *memory.Engine) string {
	t.Helper()
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	q := engine.SumQuery{Range: ops.Range{From: firstDay, To: firstDay + 6}, Grain: ops.Whole, By: []string{"channel"},
		Measures: []*ops.Measure{{Name: "cost", Record: "spend", Agg: ops.Sum, Column: "cost"}}}
	sums, err := e.Current().Sums(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return enginetest.SumsText(q, sums)
}

// What a rule gives rows follows the merges of the names that the rule says, on days
// on which no row says the name merged too: an engine that followed answers as one
// that read everything anew.
func TestRulesFollowMerges(t *testing.T) {
	for _, c := range []struct {
		name  string
		rule  ops.ChannelRule
		merge ops.Merge
	}{
		{"the channel of a rule", ops.ChannelRule{Campaign: "spring", Channel: "Zhihu"}, ops.Merge{Dimension: "channel", Name: "Zhihu", Kept: "Douban"}},
		{"its campaign", ops.ChannelRule{Campaign: "autumn", Channel: "Zhihu"}, ops.Merge{Dimension: "campaign", Name: "autumn", Kept: "spring"}},
		{"its platform", ops.ChannelRule{Platform: "ads2", Channel: "Zhihu"}, ops.Merge{Dimension: "platform", Name: "ads2", Kept: "ads1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := fresh(t)
			spend := build("spend")
			for i, campaign := range []string{"spring", "spring", "spring"} {
				spend.row(map[string]any{"date": firstDay + ops.Day(i), "platform": "ads1", "campaign": campaign, "cost": 100, "currency": "CNY"})
			}
			spend.row(map[string]any{"date": firstDay + 4, "platform": "ads2", "campaign": "autumn", "cost": 7, "currency": "CNY"})
			spend.row(map[string]any{"date": firstDay + 5, "platform": "ads3", "campaign": "x", "channel": "Douban", "cost": 1, "currency": "CNY"})
			commit(t, s, spend.rows)
			options := memory.Options{Calendar: calendar(), Currency: "CNY"}
			followed := memory.New(s, options)
			same := func(step string) string {
				t.Helper()
				got, want := costByChannel(t, followed), costByChannel(t, memory.New(s, options))
				if got != want {
					t.Errorf("%s: the engine that followed says\n%s\nand one that read anew\n%s", step, got, want)
				}
				return want
			}
			if _, err := s.Names().Rules.Add(t.Context(), c.rule); err != nil {
				t.Fatal(err)
			}
			before := same("the rule")
			m, err := s.Names().Merges.Add(t.Context(), c.merge)
			if err != nil {
				t.Fatal(err)
			}
			if same("the merge") == before {
				t.Error("the merge changes nothing")
			}
			if _, err := s.Names().Merges.Undo(t.Context(), m.ID, "test"); err != nil {
				t.Fatal(err)
			}
			if same("the merge undone") != before {
				t.Error("undoing the merge does not restore the figures")
			}
		})
	}
}

// What a merge of channels would change is foretold with the rows that have theirs by a
// rule, also where no row has the name kept yet.
func TestEffectOnRules(t *testing.T) {
	s := fresh(t)
	spend := build("spend").row(map[string]any{"date": firstDay, "platform": "ads1", "campaign": "spring", "cost": 100, "currency": "CNY"}).
		row(map[string]any{"date": firstDay + 3, "platform": "ads1", "campaign": "spring", "channel": "Zhihu", "cost": 20, "currency": "CNY"})
	commit(t, s, spend.rows)
	if _, err := s.Names().Rules.Add(t.Context(), ops.ChannelRule{Campaign: "spring", Channel: "Zhihu"}); err != nil {
		t.Fatal(err)
	}
	effect, err := s.Names().Merges.Effect(t.Context(), ops.Merge{Dimension: "channel", Name: "Zhihu", Kept: "New"})
	if err != nil || len(effect.Records) != 1 {
		t.Fatalf("%+v %v", effect, err)
	}
	got := effect.Records[0]
	if want := (ops.MoneyEffect{Column: "cost", Currency: "CNY", Moved: 120, Before: 120, After: 120}); got.Rows != 2 || got.Joined != 0 ||
		len(got.Money) != 1 || got.Money[0] != want || got.Days != (ops.Range{From: firstDay, To: firstDay + 4}) {
		t.Errorf("%+v", got)
	}
}
