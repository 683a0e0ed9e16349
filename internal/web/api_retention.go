package web

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

type retentionAnswer struct {
	Through string          `json:"through"`
	Period  ops.Grain       `json:"period"`
	Cohorts []cohortAnswer  `json:"cohorts"`
	Average []averageAnswer `json:"average"`
}

type cohortAnswer struct {
	Group *string               `json:"group,omitempty"`
	Start string                `json:"start"`
	Size  int                   `json:"size"`
	Cells []retentionCellAnswer `json:"cells"`
}

type retentionCellAnswer struct {
	Period   int              `json:"period"`
	Last     *int             `json:"last,omitempty"` // period of a bracket
	Count    *int             `json:"count"`
	Size     int              `json:"size"`     // members that have had the whole period by the watermark
	Returned int              `json:"returned"` // of these
	State    engine.CellState `json:"state"`
}

type averageAnswer struct {
	Group    *string  `json:"group,omitempty"`
	Period   int      `json:"period"`
	Last     *int     `json:"last,omitempty"` // period of a bracket
	Returned int      `json:"returned"`
	Size     int      `json:"size"`
	LeftOut  int      `json:"left_out"`
	Rate     *float64 `json:"rate"`
	Low      *float64 `json:"low"` // Wilson 95 %
	High     *float64 `json:"high"`
	Mean     *float64 `json:"mean"`
}

// The bounds of a retention question.
const (
	maxPeriods  = 3660
	maxCells    = 1_000_000 // of one answer: some 70 MB of JSON
	maxBrackets = 50
)

func readRetention(p *params, snapshot engine.Snapshot) engine.RetentionQuery {
	q := p.retention(engine.RetentionQuery{Start: engine.Activity{Event: engine.AnyEvent}, Cohort: engine.CohortFirst, Mode: engine.ModeExact, Period: ops.Daily, MinReturns: 1})
	q.Range, q.Filter, q.Through = memberRange(p, snapshot), p.filters("filter", nil), through(snapshot)
	return q
}

// retention reads the options of a retention question; those that are absent
// are as in own.
func (p *params) retention(own engine.RetentionQuery) engine.RetentionQuery {
	q := engine.RetentionQuery{
		Start: p.activity("start", activityText(own.Start)), Return: p.activity("return", activityText(own.Return)),
		Cohort: p.choice("cohort", own.Cohort, engine.CohortFirst, engine.CohortRecurring, engine.CohortJoin, engine.CohortChannel, engine.CohortCampaign, engine.CohortChallenge),
		Mode:   p.choice("mode", own.Mode, engine.ModeExact, engine.ModeOnOrAfter, engine.ModeBracket, engine.ModeStreak),
		Period: p.grain("period", own.Period), GroupBy: ops.Grain(p.choice("group_by", string(own.GroupBy), "week", "month")),
		Elapsed: p.choice("clock", map[bool]string{true: "elapsed", false: "calendar"}[own.Elapsed], "calendar", "elapsed") == "elapsed",
		Periods: p.number("periods", own.Periods, 0, maxPeriods), MinReturns: p.number("min_returns", own.MinReturns, 1, 1_000_000),
		By: p.attribute("by", own.By),
	}
	q.Streak = p.number("streak", 0, 1, maxPeriods)
	q.Brackets = p.brackets("brackets")
	switch {
	case q.Mode == engine.ModeStreak && q.Streak == 0:
		p.fail("missing_parameter", "streak", "", "The mode streak needs the parameter streak.", "Give the number of periods in a row.")
	case q.Mode != engine.ModeStreak && q.Streak != 0:
		p.fail("bad_parameter", "streak", strconv.Itoa(q.Streak), "streak only has a meaning with mode=streak.", "")
	case q.Mode == engine.ModeBracket && q.Brackets == nil && !p.values.Has("brackets"):
		p.fail("missing_parameter", "brackets", "", "The mode bracket needs the parameter brackets.", "Write it as 1-7,8-14.")
	case q.Mode != engine.ModeBracket && q.Brackets != nil:
		p.fail("bad_parameter", "brackets", p.values.Get("brackets"), "brackets only has a meaning with mode=bracket.", "")
	}
	if q.GroupBy != "" && q.Period != ops.Daily {
		p.fail("bad_parameter", "group_by", string(q.GroupBy), "group_by groups cohorts of a day; the period here is "+string(q.Period)+".", "Leave out group_by or period.")
	}
	return q
}

// brackets reads ranges of periods: 1-7,8-14,30 – first and last inclusive.
func (p *params) brackets(name string) [][2]int {
	v := p.text(name, "")
	if !p.values.Has(name) {
		return nil
	}
	var out [][2]int
	for part := range strings.SplitSeq(v, ",") {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		a, err1 := strconv.ParseUint(first, 10, 16)
		b, err2 := strconv.ParseUint(last, 10, 16)
		if err1 != nil || err2 != nil || a > b || b > maxPeriods || len(out) == maxBrackets {
			p.fail("bad_parameter", name, v, fmt.Sprintf("%s is not a list of at most %d ranges of periods.", name, maxBrackets), "Write it as 1-7,8-14.")
			return nil
		}
		out = append(out, [2]int{int(a), int(b)})
	}
	return out
}

func (s *Server) askRetention(p *params, d analysis.Data) func(context.Context) (any, *table, error) {
	snapshot := d.Snapshot
	q := readRetention(p, snapshot)
	shown := p.table("cohorts", "average")
	return func(ctx context.Context) (any, *table, error) {
		r, err := snapshot.Retention(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if r.Cells() > maxCells {
			return nil, nil, engine.TooManyCells(maxCells)
		}
		asked, _ := q.Resolve() // cohorts by channel are groups as well
		grouped := asked.By != ""
		group := func(g string) *string {
			if !grouped {
				return nil
			}
			return &g
		}
		// cell returns the periods of cell h; the last one of a bracket alone.
		cell := func(h int) (period int, last *int) {
			if q.Mode == engine.ModeBracket {
				return q.Brackets[h][0], &q.Brackets[h][1]
			}
			return h, nil
		}
		text := func(last *int, period int) string { return strconv.Itoa(*cmp.Or(last, &period)) }
		out := retentionAnswer{Through: q.Through.String(), Period: q.Period, Cohorts: []cohortAnswer{}, Average: []averageAnswer{}}
		t := &table{header: []string{"group", "start", "size", "period", "last", "count", "size_mature", "returned_mature", "state"}}
		for _, c := range r.Cohorts {
			a := cohortAnswer{Group: group(c.Group), Start: c.Start.String(), Size: c.Size}
			if !p.csv {
				a.Cells = make([]retentionCellAnswer, len(c.Count))
			}
			for h, state := range c.State {
				period, last := cell(h)
				n, mature, returned := int(c.Count[h]), int(c.Mature[h]), int(c.Returned[h])
				if !p.csv {
					a.Cells[h] = retentionCellAnswer{Period: period, Last: last, Count: count(n, state), Size: mature, Returned: returned, State: state}
					continue
				}
				t.rows = append(t.rows, []string{ops.SafeText(c.Group), a.Start, strconv.Itoa(c.Size), strconv.Itoa(period), text(last, period), countText(n, state), strconv.Itoa(mature), strconv.Itoa(returned), state.String()})
			}
			out.Cohorts = append(out.Cohorts, a)
		}
		if shown == "average" {
			t = &table{header: []string{"group", "period", "last", "returned", "size", "left_out", "rate", "low", "high", "mean"}}
		}
		for _, a := range r.Average {
			for h := range a.Returned {
				period, last := cell(h)
				x := averageAnswer{Group: group(a.Group), Period: period, Last: last, Returned: a.Returned[h], Size: a.Size[h], LeftOut: a.Left[h], Rate: ratio(a.Returned[h], a.Size[h])}
				if x.Size > 0 {
					x.Mean = &a.Mean[h]
				}
				if i, ok := calc.Wilson(x.Returned, x.Size); ok {
					x.Low, x.High = &i.Low, &i.High
				}
				out.Average = append(out.Average, x)
				if shown == "average" {
					share := func(f *float64) string {
						if x.Size == 0 && x.LeftOut > 0 {
							return csvPending
						}
						return numberText(f)
					}
					t.rows = append(t.rows, []string{ops.SafeText(a.Group), strconv.Itoa(period), text(last, period), strconv.Itoa(x.Returned), strconv.Itoa(x.Size), strconv.Itoa(x.LeftOut), share(x.Rate), share(x.Low), share(x.High), share(x.Mean)})
				}
			}
		}
		return out, t, nil
	}
}
