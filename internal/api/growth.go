package api

import (
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

type growthAnswer struct {
	Through string               `json:"through"`
	Buckets []growthBucketAnswer `json:"buckets"`
}

type growthBucketAnswer struct {
	Start       string           `json:"start"`
	End         string           `json:"end"` // last day
	New         *int             `json:"new"`
	PreExisting *int             `json:"pre_existing"`
	Retained    *int             `json:"retained"`
	Resurrected *int             `json:"resurrected"`
	Churned     *int             `json:"churned"`
	Active      *int             `json:"active"`
	QuickRatio  *float64         `json:"quick_ratio"`
	States      *statesAnswer    `json:"states,omitempty"`
	Moves       *[7][7]int       `json:"moves,omitempty"`
	State       engine.CellState `json:"state"`
}

// statesAnswer counts members by their daily state.
type statesAnswer struct {
	New         int `json:"new"`
	Current     int `json:"current"`
	Reactivated int `json:"reactivated"`
	Resurrected int `json:"resurrected"`
	AtRisk7     int `json:"at_risk_7"`
	AtRisk30    int `json:"at_risk_30"`
	Dormant     int `json:"dormant"`
}

type activeAnswer struct {
	Through string               `json:"through"`
	Buckets []activeBucketAnswer `json:"buckets"`
}

type activeBucketAnswer struct {
	Start  string           `json:"start"`
	End    string           `json:"end"`
	Active *int             `json:"active"`
	DAU    *int             `json:"dau"`
	WAU    *int             `json:"wau"`
	MAU    *int             `json:"mau"`
	State  engine.CellState `json:"state"`
}

func askGrowth(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadGrowth(p, d)
	shown := p.Table("buckets", "states", "moves")
	if shown != "buckets" && (q.Period != ops.Daily || q.Rolling != 0) {
		p.Fail("bad_parameter", "table", shown, "Members have daily states: "+shown+" needs period=day.", "")
	}
	return func(ctx context.Context) (any, *report.Table, error) {
		g, err := snapshot.Growth(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := growthAnswer{Through: q.Through.String(), Buckets: []growthBucketAnswer{}}
		t := &report.Table{Header: []string{"start", "end", "new", "pre_existing", "retained", "resurrected", "churned", "active", "quick_ratio", "state"}}
		switch shown {
		case "states":
			t.Header = append(append([]string{"day"}, stateNames()...), "state")
		case "moves":
			t.Header = []string{"day", "from", "to", "count", "rate"}
		}
		for _, b := range g.Buckets {
			a := growthBucketAnswer{
				Start: b.Days.From.String(), End: b.Days.Last().String(), New: count(b.New, b.State), PreExisting: count(b.PreExisting, b.State),
				Retained: count(b.Retained, b.State), Resurrected: count(b.Resurrected, b.State), Churned: count(b.Churned, b.State), Active: count(b.Active, b.State),
				State: b.State,
			}
			quick := report.Pending
			if b.State == engine.Complete {
				a.QuickRatio = ratio(b.New+b.Resurrected, b.Churned)
				quick = numberText(a.QuickRatio)
			}
			if b.State == engine.Complete && q.Period == ops.Daily && q.Rolling == 0 {
				n := b.States
				a.States, a.Moves = &statesAnswer{n[0], n[1], n[2], n[3], n[4], n[5], n[6]}, &b.Moves
			}
			out.Buckets = append(out.Buckets, a)
			switch shown {
			case "states":
				row := []string{a.Start}
				for _, n := range b.States {
					row = append(row, countText(n, b.State))
				}
				t.Rows = append(t.Rows, append(row, b.State.String()))
				continue
			case "moves":
				if a.Moves != nil {
					t.Rows = append(t.Rows, moveRows(a.Start, a.Moves)...)
				}
				continue
			}
			t.Rows = append(t.Rows, []string{a.Start, a.End, countText(b.New, b.State), countText(b.PreExisting, b.State), countText(b.Retained, b.State),
				countText(b.Resurrected, b.State), countText(b.Churned, b.State), countText(b.Active, b.State), quick, b.State.String()})
		}
		return out, t, nil
	}
}

// stateNames are the words of the daily states.
func stateNames() []string {
	return []string{"new", "current", "reactivated", "resurrected", "at_risk_7", "at_risk_30", "dormant"}
}

// moveRows has one row for each pair of states between which somebody could
// move on the day; rate is of those in the state the day before.
func moveRows(day string, moves *[7][7]int) (rows [][]string) {
	for from, row := range moves {
		before := 0
		for _, n := range row {
			before += n
		}
		for to, n := range row {
			if before > 0 {
				rows = append(rows, []string{day, stateNames()[from], stateNames()[to], strconv.Itoa(n), numberText(ratio(n, before))})
			}
		}
	}
	return rows
}

func askActive(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadActive(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		g, err := snapshot.Growth(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := activeAnswer{Through: q.Through.String(), Buckets: []activeBucketAnswer{}}
		t := &report.Table{Header: []string{"start", "end", "active", "dau", "wau", "mau", "state"}}
		for _, b := range g.Buckets {
			// The last day of a bucket that has begun may be wholly to come.
			ending := func(days int) engine.CellState {
				if b.Days.To-ops.Day(days) > q.Through {
					return engine.Waiting
				}
				return b.State
			}
			day, week, month := ending(1), ending(7), ending(30)
			a := activeBucketAnswer{Start: b.Days.From.String(), End: b.Days.Last().String(), Active: count(b.Active, b.State),
				DAU: count(b.DAU, day), WAU: count(b.WAU, week), MAU: count(b.MAU, month), State: b.State}
			out.Buckets = append(out.Buckets, a)
			t.Rows = append(t.Rows, []string{a.Start, a.End, countText(b.Active, b.State), countText(b.DAU, day), countText(b.WAU, week), countText(b.MAU, month),
				b.State.String()})
		}
		return out, t, nil
	}
}

type stickinessAnswer struct {
	Through   string          `json:"through"`
	Active    int             `json:"active"`
	Sum       int64           `json:"sum"`
	Periods   int             `json:"periods"`
	LeftOut   int             `json:"left_out"` // periods that are not over
	Ratio     *float64        `json:"ratio"`
	Histogram []histogramStep `json:"histogram"`
}

// histogramStep counts members with exactly Days active periods, and with at
// least as many.
type histogramStep struct {
	Days    int `json:"days"`
	Count   int `json:"count"`
	AtLeast int `json:"at_least"`
}

func askStickiness(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadStickiness(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := snapshot.Stickiness(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := stickinessAnswer{Through: q.Through.String(), Active: r.Active, Sum: r.Sum, Periods: r.Periods, LeftOut: r.Left, Histogram: []histogramStep{}}
		if r.Active > 0 {
			out.Ratio = &r.Ratio
		}
		t := &report.Table{Header: []string{"days", "count", "at_least"}}
		out.Histogram = histogram(r.Members)
		for _, h := range out.Histogram {
			t.Rows = append(t.Rows, []string{strconv.Itoa(h.Days), strconv.Itoa(h.Count), strconv.Itoa(h.AtLeast)})
		}
		return out, t, nil
	}
}

// histogram returns counts[i] members at i+1 periods with the members that
// have at least as many.
func histogram(counts []int) []histogramStep {
	out := make([]histogramStep, len(counts))
	left := 0
	for i := len(counts) - 1; i >= 0; i-- {
		left += counts[i]
		out[i] = histogramStep{Days: i + 1, Count: counts[i], AtLeast: left}
	}
	return out
}
