package reference

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Reach implements engine.Communities.
func (r *Members) Reach(_ context.Context, q engine.ReachQuery) (*engine.Reach, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if err := r.check(nil, append(slices.Clone(q.Did), q.Base, q.Return)...); err != nil {
		return nil, err
	}
	out := &engine.Reach{Days: q.Over()}
	if q.By == "" {
		for _, did := range q.Did {
			out.Rows = append(out.Rows, r.reached(q, "", all(out.Days), did))
		}
		return out, nil
	}
	if err := r.checkDimension(q.By); err != nil {
		return nil, err
	}
	for _, name := range r.reachValues(q) {
		did := valueOf(q, name)
		out.Rows = append(out.Rows, r.reached(q, name, r.daysOf(did, out.Days), did))
	}
	return out, nil
}

// valueOf is the activity of a question, narrowed to one value of By.
func valueOf(q engine.ReachQuery, value string) engine.Activity {
	return engine.Activity{Event: q.Did[0].Event, Where: append(slices.Clone(q.Did[0].Where), ops.Filter{Dimension: q.By, Values: []string{value}})}
}

// reachValues returns the values of By on the days asked for, each once.
func (r *Members) reachValues(q engine.ReachQuery) []string {
	var out []string
	for _, m := range r.members {
		for _, e := range m.matching(q.Did[0]) {
			v := e.value(q.By)
			if v != "" && q.Over().Has(e.day) && !slices.ContainsFunc(out, func(x string) bool { return ops.Fold(x) == ops.Fold(v) }) {
				out = append(out, v)
			}
		}
	}
	slices.SortFunc(out, strings.Compare)
	return out
}

// daysOf returns the days of a range on which anybody did it.
func (r *Members) daysOf(did engine.Activity, in ops.Range) []ops.Day {
	on := map[ops.Day]bool{}
	for _, m := range r.members {
		for d := range days(m.matching(did)) {
			on[d] = true
		}
	}
	return slices.DeleteFunc(all(in), func(d ops.Day) bool { return !on[d] })
}

func all(r ops.Range) []ops.Day {
	var out []ops.Day
	for d := r.From; d < r.To; d++ {
		out = append(out, d)
	}
	return out
}

// reached looks at one activity on its days.
func (r *Members) reached(q engine.ReachQuery, name string, on []ops.Day, did engine.Activity) engine.ReachRow {
	row := engine.ReachRow{Name: name}
	for _, d := range on {
		row.Days = append(row.Days, engine.ReachDay{Day: d})
	}
	for _, m := range r.members {
		base, done, back := days(m.matching(q.Base)), days(m.matching(did)), days(m.matching(q.Return))
		var is, reached, does bool
		var arms [2][2]int64
		for i, d := range on {
			row.Days[i].Base += one(base[d])
			row.Days[i].Reached += one(base[d] && done[d])
			row.Days[i].Doers += one(done[d])
			is, reached, does = is || base[d], reached || base[d] && done[d], does || done[d]
			if later := d + ops.Day(q.After); base[d] && later <= q.Through {
				arms[one(!done[d])][0]++
				arms[one(!done[d])][1] += int64(one(back[later]))
			}
		}
		row.Base += one(is)
		row.Reached += one(reached)
		row.Doers += one(does)
		for i, arm := range []*engine.ReachArm{&row.With, &row.Without} {
			d, back := arms[i][0], arms[i][1]
			arm.Members += one(d > 0)
			arm.Days += int(d)
			arm.Returned += int(back)
			arm.DaysSquared += d * d
			arm.DaysReturned += d * back
			arm.ReturnedSquared += back * back
		}
	}
	return row
}

// reachChooser returns who is behind one count of a row.
func (r *Members) reachChooser(ctx context.Context, q engine.PeopleQuery) (func(*member) bool, error) {
	answer, err := r.Reach(ctx, *q.Reach)
	if err != nil {
		return nil, err
	}
	v, _ := q.Reach.Resolve()
	var on []ops.Day
	var did engine.Activity
	if v.By == "" {
		if q.Step < 1 || q.Step > len(v.Did) {
			return nil, &ops.Error{Code: "bad_question"}
		}
		did, on = v.Did[q.Step-1], all(answer.Days)
	} else {
		at := slices.IndexFunc(answer.Rows, func(x engine.ReachRow) bool { return ops.Fold(x.Name) == ops.Fold(q.Group) })
		if at < 0 {
			return nil, &ops.Error{Code: "bad_question"}
		}
		did, on = valueOf(v, q.Group), r.daysOf(valueOf(v, q.Group), answer.Days)
	}
	if q.Start != 0 {
		if !slices.Contains(on, q.Start) {
			return nil, &ops.Error{Code: "bad_question"}
		}
		on = []ops.Day{q.Start}
	}
	return func(m *member) bool {
		base, done := days(m.matching(v.Base)), days(m.matching(did))
		return slices.ContainsFunc(on, func(d ops.Day) bool {
			over := d+ops.Day(v.After) <= v.Through
			switch q.Kind {
			case "base":
				return base[d]
			case "reached":
				return base[d] && done[d]
			case "doers":
				return done[d]
			case "with":
				return base[d] && done[d] && over
			}
			return base[d] && !done[d] && over
		})
	}, nil
}
