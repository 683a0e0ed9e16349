package api

import (
	"cmp"
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/report"
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

func askRetention(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadRetention(p, d)
	shown := p.Table("cohorts", "average")
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := snapshot.Retention(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(r.Cohorts, func(c engine.Cohort) int { return len(c.Count) }); err != nil {
			return nil, nil, err
		}
		if err := fits(r.Average, func(a engine.RetentionAverage) int { return 2 * len(a.Returned) }); err != nil {
			return nil, nil, err
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
		t := &report.Table{Header: []string{"group", "start", "size", "period", "last", "count", "size_mature", "returned_mature", "state"}}
		for _, c := range r.Cohorts {
			a := cohortAnswer{Group: group(c.Group), Start: c.Start.String(), Size: c.Size}
			if !p.CSV {
				a.Cells = make([]retentionCellAnswer, len(c.Count))
			}
			for h, state := range c.State {
				period, last := cell(h)
				n, mature, returned := int(c.Count[h]), int(c.Mature[h]), int(c.Returned[h])
				if !p.CSV {
					a.Cells[h] = retentionCellAnswer{Period: period, Last: last, Count: count(n, state), Size: mature, Returned: returned, State: state}
					continue
				}
				t.Rows = append(t.Rows, []string{ops.SafeText(c.Group), a.Start, strconv.Itoa(c.Size), strconv.Itoa(period), text(last, period), countText(n, state),
					strconv.Itoa(mature), strconv.Itoa(returned), state.String()})
			}
			out.Cohorts = append(out.Cohorts, a)
		}
		if shown == "average" {
			t = &report.Table{Header: []string{"group", "period", "last", "returned", "size", "left_out", "rate", "low", "high", "mean"}}
		}
		for _, a := range r.Average {
			for h := range a.Returned {
				period, last := cell(h)
				x := averageAnswer{Group: group(a.Group), Period: period, Last: last, Returned: a.Returned[h], Size: a.Size[h], LeftOut: a.Left[h],
					Rate: ratio(a.Returned[h], a.Size[h])}
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
							return report.Pending
						}
						return numberText(f)
					}
					t.Rows = append(t.Rows, []string{ops.SafeText(a.Group), strconv.Itoa(period), text(last, period), strconv.Itoa(x.Returned), strconv.Itoa(x.Size),
						strconv.Itoa(x.LeftOut), share(x.Rate), share(x.Low), share(x.High), share(x.Mean)})
				}
			}
		}
		return out, t, nil
	}
}
