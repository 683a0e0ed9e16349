package api

import (
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/report"
)

type reachAnswer struct {
	Through string           `json:"through"`
	Rows    []reachRowAnswer `json:"rows"`
}

// reachRowAnswer is one activity, or one value of by.
type reachRowAnswer struct {
	Activity string           `json:"activity"`
	Value    string           `json:"value"`
	Base     int              `json:"base"`
	Reached  int              `json:"reached"`
	Doers    int              `json:"doers"`
	With     returnArmAnswer  `json:"with"`
	Without  returnArmAnswer  `json:"without"`
	Return   differenceAnswer `json:"difference"`
	Days     []reachDayAnswer `json:"days"`
}

// returnArmAnswer is days of members and on how many of them they came back.
type returnArmAnswer struct {
	Members  int `json:"members"`
	Days     int `json:"member_days"`
	Returned int `json:"returned"`
}

// differenceAnswer is how much more often those with it came back; null where
// nobody can have come back yet.
type differenceAnswer struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

type reachDayAnswer struct {
	Day     string `json:"day"`
	Base    int    `json:"base"`
	Reached int    `json:"reached"`
	Doers   int    `json:"doers"`
}

// askReach answers how many of those who do one thing on a day do another.
func askReach(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadReach(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := d.Snapshot.Reach(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(r.Rows, func(row engine.ReachRow) int { return 12 + 4*len(row.Days) }); err != nil {
			return nil, nil, err
		}
		out := reachAnswer{Through: q.Through.String(), Rows: []reachRowAnswer{}}
		t := &report.Table{Header: []string{"activity", "value", "base", "reached", "doers", "with_members", "with_member_days", "with_returned",
			"without_members", "without_member_days", "without_returned"}}
		for i, row := range r.Rows {
			did := q.Did[min(i, len(q.Did)-1)]
			a := reachRowAnswer{Activity: ask.ActivityText(did), Value: row.Name, Base: row.Base, Reached: row.Reached, Doers: row.Doers,
				With: returnArmOf(row.With), Without: returnArmOf(row.Without), Days: []reachDayAnswer{}}
			if x, limits, ok := analysis.ReturnDifference(row); ok {
				a.Return = differenceAnswer{&x, &limits.Low, &limits.High}
			}
			for _, day := range row.Days {
				a.Days = append(a.Days, reachDayAnswer{day.Day.String(), day.Base, day.Reached, day.Doers})
			}
			out.Rows = append(out.Rows, a)
			line := []string{a.Activity, a.Value}
			for _, n := range []int{a.Base, a.Reached, a.Doers, a.With.Members, a.With.Days, a.With.Returned, a.Without.Members, a.Without.Days,
				a.Without.Returned} {
				line = append(line, strconv.Itoa(n))
			}
			t.Rows = append(t.Rows, line)
		}
		return out, t, nil
	}
}

func returnArmOf(x engine.ReachArm) returnArmAnswer {
	return returnArmAnswer{x.Members, x.Days, x.Returned}
}
