package ops

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Kinds of targets: one that is to be reached, or a budget, which is to be met
// from both sides.
const (
	TargetGoal   = "target"
	TargetBudget = "budget"
)

// States of targets. An approved one can only be replaced by one that names it.
const (
	TargetDraft    = "draft"
	TargetApproved = "approved"
	TargetClosed   = "closed"
)

// Target is what a metric is to come to in a scope over some days. Floor and
// Stretch are not numbers (NaN) where none is set.
type Target struct {
	Metric, Scope        string
	Days                 Range
	Kind                 string // TargetGoal or TargetBudget
	Floor, Goal, Stretch float64
	Phasing              string // even, weekday, curve:0.1,0.2…, last_year; "" is even
	Owner                string
	Parent               string // key of the target it is a part of
	State                string
	ApprovedBy           string
	ApprovedOn           Day    // 0: not approved
	Replaces             string // key of the approved target it takes the place of
	Reason               string // why it was changed
}

// Key names the target: metric, scope and days.
func (t Target) Key() string {
	return strings.Join([]string{t.Metric, t.Scope, t.Days.From.String(), t.Days.Last().String()}, "|")
}

// Budget reports whether the target is a budget.
func (t Target) Budget() bool { return t.Kind == TargetBudget }

// TargetsIn reads the targets of a block of rows of the record. Columns that the
// record does not have are as if blank.
func TargetsIn(rows *Rows) []Target {
	at := func(name string) int { return rows.Record.Column(name) }
	out := make([]Target, rows.Len())
	for i := range out {
		text := func(name string) string {
			if c := at(name); c >= 0 {
				return rows.Text(c, i)
			}
			return ""
		}
		number := func(name string) float64 {
			if c := at(name); c >= 0 && rows.Ints[c][i] != NoValue {
				return float64(rows.Ints[c][i]) / 1_000_000
			}
			return math.NaN()
		}
		day := func(name string) Day {
			if c := at(name); c >= 0 && rows.Ints[c][i] != NoValue {
				return Day(rows.Ints[c][i])
			}
			return 0
		}
		out[i] = Target{Metric: text("metric"), Scope: text("scope"), Days: Range{day("from"), day("to") + 1}, Kind: cmp.Or(text("kind"), TargetGoal),
			Floor: number("floor"), Goal: number("goal"), Stretch: number("stretch"), Phasing: text("phasing"), Owner: text("owner"),
			Parent: text("parent"), State: cmp.Or(text("state"), TargetApproved), ApprovedBy: text("approved_by"), ApprovedOn: day("approved_on"),
			Replaces: text("replaces"), Reason: text("reason")}
	}
	return out
}

// Check refuses targets that make no sense for a metric that is better in the
// direction.
func (t Target) Check(good Direction) error {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch {
	case t.Days.Len() == 0:
		return refuse("range_reversed", "to", t.Days.From.String(), "The target ends before it begins.", "Give the later day as its end.")
	case !slices.Contains([]string{TargetGoal, TargetBudget}, t.Kind):
		return refuse("bad_target_kind", "kind", t.Kind, "This is no kind of target.", "Use target or budget.")
	case !slices.Contains([]string{TargetDraft, TargetApproved, TargetClosed}, t.State):
		return refuse("bad_target_state", "state", t.State, "This is no state of a target.", "Use draft, approved or closed.")
	case t.Budget() && !slices.Contains([]string{"cost", "other_cost", "loaded_cost"}, t.Metric):
		return refuse("bad_budget", "metric", t.Metric, "A budget is for cost, other_cost or loaded_cost.", "Choose one of them, or make it a target.")
	case math.IsNaN(t.Goal) || math.IsInf(t.Goal, 0):
		return refuse("goal_missing", "goal", "", "A target needs a goal.", "Give a number.")
	}
	sign := 1.0
	if good == DownGood {
		sign = -1
	}
	if !t.Budget() {
		if !math.IsNaN(t.Floor) && sign*t.Floor > sign*t.Goal {
			return refuse("bad_target_order", "floor", number(t.Floor), "The floor is better than the goal.", "Order them: floor, goal, stretch.")
		}
		if !math.IsNaN(t.Stretch) && sign*t.Stretch < sign*t.Goal {
			return refuse("bad_target_order", "stretch", number(t.Stretch), "The stretch is not as good as the goal.", "Order them: floor, goal, stretch.")
		}
	}
	if _, err := ParseScope(t.Scope); err != nil {
		return err
	}
	_, err := t.Curve()
	return err
}

// Curve returns the shares of a phasing that states them, one for each part of
// equal length; nil for any other.
func (t Target) Curve() ([]float64, error) {
	bad := func() error {
		return refuse("bad_phasing", "phasing", t.Phasing, "This is no phasing.", "Use even, weekday, last_year, or curve:0.2,0.3,0.5 with shares that sum to 1.")
	}
	text, ok := strings.CutPrefix(t.Phasing, "curve:")
	if !ok {
		if !slices.Contains([]string{"", "even", "weekday", "last_year"}, t.Phasing) {
			return nil, bad()
		}
		return nil, nil
	}
	var out []float64
	sum := 0.0
	for part := range strings.SplitSeq(text, ",") {
		x, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(x >= 0) {
			return nil, bad()
		}
		out, sum = append(out, x), sum+x
	}
	if math.Abs(sum-1) > 1e-6 || len(out) > t.Days.Len() {
		return nil, bad()
	}
	return out, nil
}
