package analysis

import (
	"cmp"
	"context"
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Streaks says on how many days in a row members stand. It answers panels of
// the types streaks and at_risk.
type Streaks struct {
	Query  engine.StreakQuery // as asked
	Today  ops.Day            // the day under way, or the range's last if that is earlier
	Bins   []StreakBin
	AtRisk []engine.MemberStreak // no check-in today yet, longest run first
	More   int                   // at risk, but not listed
	notes  []Note
}

// StreakBin counts members whose run has From to To days; To is 0 for the last,
// which has no end.
type StreakBin struct {
	From, To              int
	Current, Longest      int
	CurrentMadeUp, MadeUp int // with made-up days: current and longest
}

// atRiskRows is how many members the list shows unless its file says otherwise.
const atRiskRows = 100

// Streaks answers panels of the types streaks and at_risk. Runs may begin
// before the range; a streak never falls before the day is over.
func (d Data) Streaks(ctx context.Context, v *View, p *ops.Panel) (*Streaks, error) {
	q := *v.Asks(p).Streaks
	out := &Streaks{Query: q}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	out.Today = v.Range.Last()
	if out.Today >= through {
		out.Today = through + 1
	}
	q.Range = ops.Range{From: min(v.Range.From, d.Snapshot.Days("events").From), To: out.Today + 1}
	q.Filter, q.Through = v.Filter, through
	out.Query = q
	s, err := d.Snapshot.Streaks(ctx, q)
	if err != nil {
		return nil, err
	}
	from := []int{1, 2, 7, 14, 21, 60}
	for i, low := range from {
		bin := StreakBin{From: low}
		if i+1 < len(from) {
			bin.To = from[i+1] - 1
		}
		bin.Current, bin.Longest = within(s.Current, bin), within(s.Longest, bin)
		bin.CurrentMadeUp, bin.MadeUp = within(s.CurrentMadeUp, bin), within(s.LongestMadeUp, bin)
		out.Bins = append(out.Bins, bin)
	}
	limit := min(cmp.Or(p.Limit, atRiskRows), len(s.AtRisk))
	out.AtRisk, out.More = s.AtRisk[:limit], len(s.AtRisk)-limit
	return out, nil
}

// within adds up the members whose run falls into the bin.
func within(members []int, b StreakBin) int {
	sum := 0
	for days := b.From; days < len(members) && (b.To == 0 || days <= b.To); days++ {
		sum += members[days]
	}
	return sum
}

// Frame has one row for each bin.
func (s *Streaks) Frame() *ops.Frame {
	days := ops.KeyColumn{Name: "days", Label: ops.Label{En: "Days in a row", Zh: "连续天数"}}
	column := func(name, en, zh string) ops.ValueColumn {
		return ops.ValueColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitCount}
	}
	columns := []ops.ValueColumn{column("current", "Current", "当前"), column("longest", "Longest", "最长"),
		column("current_made_up", "Current, made up", "当前（含补卡）"), column("longest_made_up", "Longest, made up", "最长（含补卡）")}
	for _, b := range s.Bins {
		text := strconv.Itoa(b.From)
		switch {
		case b.To == 0:
			text += "+"
		case b.To > b.From:
			text += "–" + strconv.Itoa(b.To)
		}
		days.Texts = append(days.Texts, text)
		for c, n := range []int{b.Current, b.Longest, b.CurrentMadeUp, b.MadeUp} {
			columns[c].Values = append(columns[c].Values, number(n))
		}
	}
	return &ops.Frame{Keys: []ops.KeyColumn{days}, Values: columns}
}

// Remarks implements Result.
func (s *Streaks) Remarks() []Note { return s.notes }

// headlines count members by the days in a row they stand on at the end.
func (s *Streaks) headlines() []Headline {
	from := func(days int) (n int) {
		for _, b := range s.Bins {
			if b.From >= days {
				n += b.Current
			}
		}
		return n
	}
	return []Headline{
		tally("streak_1", "On a streak", "连续打卡中", ops.UpGood, from(1)),
		tally("streak_7", "7 days or more", "连续 7 天以上", ops.UpGood, from(7)),
		tally("streak_21", "21 days or more", "连续 21 天以上", ops.UpGood, from(21)),
	}
}
