package api

import (
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

type earnedAnswer struct {
	Currency string              `json:"currency"`
	Days     *frame.Days         `json:"days"` // of joining, whose cost is complete
	Through  string              `json:"through"`
	Joined   int                 `json:"joined"`
	Touched  int                 `json:"touched"`
	Groups   []earnedGroupAnswer `json:"groups"`
	Total    earnedGroupAnswer   `json:"total"`
}

type earnedGroupAnswer struct {
	Group    *string          `json:"group,omitempty"`
	Members  int              `json:"members"`
	Credited figure           `json:"credited"`
	Cost     figure           `json:"cost"`
	Payback  figure           `json:"payback_day"`
	At       []earnedAtAnswer `json:"after"`
}

// earnedAtAnswer is how things stand after a day, for members who have had it.
type earnedAtAnswer struct {
	Day         int    `json:"day"`
	Members     int    `json:"members"`
	Credited    figure `json:"credited"`
	Buyers      int    `json:"buyers"`
	Revenue     figure `json:"revenue"`
	Refunds     figure `json:"refunds"`
	CostOfGoods figure `json:"cost_of_goods"`
	Earned      figure `json:"earned"`
	Cost        figure `json:"cost"`
	Return      figure `json:"return"`
}

// askEarned answers what members brought in their first days, on the day they joined.
func askEarned(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadEarned(p, d)
	view := &analysis.View{Range: q.Range, Grain: ops.Whole, Compare: analysis.NoCompare, Filter: q.Filter}
	return func(ctx context.Context) (any, *report.Table, error) {
		e, err := analysis.Buying{Data: d}.Earnings(ctx, view, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(e.Groups, func(analysis.EarningsGroup) int { return 10 * (1 + len(q.Days)) }); err != nil {
			return nil, nil, err
		}
		out := earnedAnswer{Currency: d.Currency, Days: frame.DaysOrNull(e.Range), Through: q.Through.String(), Joined: e.Joined, Touched: e.Touched,
			Groups: []earnedGroupAnswer{}, Total: earnedGroup(&e.All)}
		t := &report.Table{Header: []string{"group", "day", "members", "credited", "buyers", "revenue", "refunds", "cost_of_goods", "earned", "cost", "return",
			"payback_day"}}
		for i := range e.Groups {
			a := earnedGroup(&e.Groups[i])
			a.Group = &e.Groups[i].Group
			out.Groups = append(out.Groups, a)
			t.Rows = append(t.Rows, earnedLines(e.Groups[i].Group, &e.Groups[i])...)
		}
		t.Rows = append(t.Rows, earnedLines("*", &e.All)...)
		return out, t, nil
	}
}

func earnedGroup(g *analysis.EarningsGroup) earnedGroupAnswer {
	a := earnedGroupAnswer{Members: g.Members, Credited: figure(g.Credited), Cost: figure(g.Cost), Payback: figure(g.Payback), At: []earnedAtAnswer{}}
	for _, at := range g.At {
		a.At = append(a.At, earnedAtAnswer{at.Day, at.Members, figure(at.Credited), at.Buyers, figure(at.Revenue), figure(at.Refunds), figure(at.CostOfGoods),
			figure(at.Earned), figure(at.Cost), figure(at.Return)})
	}
	return a
}

// earnedLines are the lines of a group, one for each day.
func earnedLines(name string, g *analysis.EarningsGroup) [][]string {
	var out [][]string
	for _, at := range g.At {
		line := []string{name, strconv.Itoa(at.Day), strconv.Itoa(at.Members)}
		for _, v := range []ops.Value{at.Credited, {Number: float64(at.Buyers)}, at.Revenue, at.Refunds, at.CostOfGoods, at.Earned, at.Cost, at.Return, g.Payback} {
			line = append(line, report.Text(v))
		}
		out = append(out, line)
	}
	return out
}
