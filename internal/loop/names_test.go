package loop

import (
	"reflect"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// merged is a snapshot on which names mean others.
type merged struct {
	engine.Snapshot
	keys ops.Keys
}

func (m merged) Keys() ops.Keys { return m.keys }

// Tries, targets and alerts that say a name which was merged later are about the
// rows of the name kept.
func TestScopesFollowMerges(t *testing.T) {
	w := story(t)
	w.Snapshot = merged{w.Snapshot, ops.KeysOf([]ops.Merge{{Dimension: "channel", Name: "Adwords", Kept: "search-ads"}})}
	on := ops.Range{From: day("2026-10-31"), To: day("2026-11-01")}
	ask := func(channel string) []any {
		scope := "channel:" + channel
		target := ops.Target{Metric: "joins", Scope: scope, Days: ops.Range{From: day("2026-10-01"), To: day("2026-11-01")}, Goal: 100, State: ops.TargetApproved}
		goal, err := w.Goal(t.Context(), target, on.Last())
		if err != nil {
			t.Fatal(err)
		}
		seen, err := w.Watch(t.Context(), ops.Alert{Rule: ops.RuleAbove, Metric: "joins", Scope: scope, Limit: 1}, on, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		pace, err := w.Watch(t.Context(), ops.Alert{Rule: ops.RulePace, Metric: "joins", Scope: "channel:search-ads"}, on, []ops.Target{target}, 0)
		if err != nil {
			t.Fatal(err)
		}
		tried := autumn()
		tried.Scope, tried.MeasuredOn = scope, ""
		outcome, err := w.Outcome(t.Context(), tried)
		if err != nil {
			t.Fatal(err)
		}
		if goal.ToDate.Number == 0 || len(seen.Looks) != 1 || seen.Looks[0].Value == 0 || len(pace.Looks) != 1 {
			t.Errorf("%s: goal %v, alert %v, pace %v", channel, goal.ToDate, seen, pace)
		}
		goal.Scope, outcome.Try.Scope = "", ""
		return []any{goal, seen, pace, outcome}
	}
	if old, kept := ask("adwords"), ask("search-ads"); !reflect.DeepEqual(old, kept) {
		t.Errorf("the name merged gives\n%+v\nthe name kept\n%+v", old, kept)
	}
}
