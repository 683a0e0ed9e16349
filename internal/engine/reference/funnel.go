package reference

import (
	"cmp"
	"context"
	"maps"
	"math/bits"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Funnel implements engine.Members.
func (r *Members) Funnel(_ context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if err := r.checkSteps(q.Steps, q.Glossary); err != nil {
		return nil, err
	}
	if err := r.check(q.Filter, q.Exclude...); err != nil {
		return nil, err
	}
	byGroup := map[string][]passage{}
	if q.By == "" {
		byGroup[""] = nil
	} else if err := r.checkDimension(q.By); err != nil {
		return nil, err
	}
	for _, m := range r.members {
		if p, ok := r.passage(m, q); ok {
			byGroup[p.group] = append(byGroup[p.group], p)
		}
	}
	out := &engine.Funnel{}
	for group, all := range byGroup {
		out.Groups = append(out.Groups, funnelGroup(q, group, all))
	}
	slices.SortFunc(out.Groups, func(a, b engine.FunnelGroup) int { return cmp.Compare(a.Group, b.Group) })
	return out, nil
}

// passage is a member's best try.
type passage struct {
	group string
	entry event
	times []time.Time // of each step reached
	over  bool
}

func (p passage) kind(q engine.FunnelQuery) string {
	if len(p.times) == len(q.Steps) {
		return "converted"
	}
	if p.over {
		return "dropped"
	}
	return "open"
}

func funnelGroup(q engine.FunnelQuery, group string, all []passage) engine.FunnelGroup {
	g := engine.FunnelGroup{Group: group, Steps: make([]engine.FunnelStep, len(q.Steps))}
	for _, p := range all {
		i := slices.IndexFunc(g.Trend, func(d engine.FunnelDay) bool { return d.Day == p.entry.day })
		if i < 0 {
			i = len(g.Trend)
			g.Trend = append(g.Trend, engine.FunnelDay{Day: p.entry.day})
		}
		g.Entrants++
		g.Trend[i].Entrants++
		if p.over {
			g.Mature++
			g.Trend[i].Mature++
		}
		switch p.kind(q) {
		case "converted":
			g.Converted++
			g.Trend[i].Converted++
		case "dropped":
			g.Dropped++
			g.Trend[i].Dropped++
			g.Steps[len(p.times)-1].Dropped++
		default:
			g.Open++
			g.Trend[i].Open++
			g.Steps[len(p.times)-1].Open++
		}
		for s, t := range p.times {
			g.Steps[s].Count++
			g.Steps[s].Hours = append(g.Steps[s].Hours, float64(t.Sub(p.times[0]).Microseconds())/3600e6)
			if s > 0 {
				g.Steps[s].Since = append(g.Steps[s].Since, float64(t.Sub(p.times[s-1]).Microseconds())/3600e6)
			}
			if p.over {
				g.Steps[s].Mature++
			}
		}
	}
	for s := range g.Steps {
		slices.Sort(g.Steps[s].Hours)
		slices.Sort(g.Steps[s].Since)
	}
	slices.SortFunc(g.Trend, func(a, b engine.FunnelDay) int { return cmp.Compare(a.Day, b.Day) })
	return g
}

func (r *Members) passage(m *member, q engine.FunnelQuery) (passage, bool) {
	var best passage
	for i, e := range m.events {
		enters := e.is(q.Steps[0])
		if q.Order == engine.OrderAny {
			enters = slices.ContainsFunc(q.Steps, e.is)
		}
		if !enters || !q.Range.Has(e.day) {
			continue
		}
		if len(best.times) > 0 && best.entry.at.Equal(e.at) && q.Order == engine.OrderAny {
			continue // the same try
		}
		times := r.try(m, q, i)
		better := len(times) > len(best.times) || len(times) == len(best.times) && e.at.After(best.entry.at)
		if better {
			best.entry, best.times = e, times
		} else if len(times) == len(best.times) && e.at.Equal(best.entry.at) && slices.CompareFunc(times, best.times, time.Time.Compare) < 0 {
			best.times = times
		}
	}
	if len(best.times) == 0 {
		return best, false
	}
	// Of events at the instant of entry the first in order is the entry.
	for i := len(m.events) - 1; i >= 0; i-- {
		if e := m.events[i]; e.at.Equal(best.entry.at) && (e.is(q.Steps[0]) || q.Order == engine.OrderAny && slices.ContainsFunc(q.Steps, e.is)) {
			best.entry = e
		}
	}
	if !best.entry.keeps(q.Filter) {
		return best, false
	}
	if q.By != "" {
		best.group = best.entry.value(q.By)
	}
	if q.Hours > 0 {
		best.over = best.entry.at.Add(time.Duration(q.Hours) * time.Hour).Before(r.calendar.Start(q.Through + 1))
	} else {
		best.over = best.entry.day+ops.Day(q.Days) <= q.Through
	}
	return best, true
}

// try returns when the best try that begins with event i reached its steps.
func (r *Members) try(m *member, q engine.FunnelQuery, i int) []time.Time {
	start := m.events[i]
	in := func(e event) bool {
		if e.at.Before(start.at) {
			return false
		}
		if q.Hours > 0 {
			return e.at.Sub(start.at) <= time.Duration(q.Hours)*time.Hour
		}
		return int(e.day-start.day) <= q.Days
	}
	stops := func(e event) bool {
		return slices.ContainsFunc(q.Exclude, e.is) && !slices.ContainsFunc(q.Steps, e.is)
	}
	stopped := func(from, to time.Time) bool { // from ≤ x < to
		return slices.ContainsFunc(m.events, func(x event) bool { return stops(x) && !x.at.Before(from) && x.at.Before(to) })
	}
	if q.Order == engine.OrderAny {
		// Sets of steps that events so far can serve one to one.
		sets := map[uint64]bool{0: true}
		var times []time.Time
		for _, e := range m.events {
			if !in(e) || stopped(start.at, e.at) {
				continue
			}
			for set := range maps.Clone(sets) {
				for s, step := range q.Steps {
					if e.is(step) {
						sets[set|1<<s] = true
					}
				}
			}
			for size := 1; size <= len(q.Steps); size++ {
				for set := range sets {
					if bits.OnesCount64(set) == size && len(times) < size {
						times = append(times, e.at)
					}
				}
			}
		}
		return times
	}
	var best []time.Time
	var follow func(chain []int)
	follow = func(chain []int) {
		last := m.events[chain[len(chain)-1]]
		whole := true
		if q.Order == engine.OrderStrict {
			for x, e := range m.events {
				if !slices.Contains(chain, x) && e.at.After(start.at) && e.at.Before(last.at) {
					whole = false
				}
			}
		}
		if !whole {
			return
		}
		var times []time.Time
		for _, x := range chain {
			times = append(times, m.events[x].at)
		}
		if len(times) > len(best) || len(times) == len(best) && slices.CompareFunc(times, best, time.Time.Compare) < 0 {
			best = times
		}
		if len(chain) == len(q.Steps) {
			return
		}
		for x, e := range m.events {
			if slices.Contains(chain, x) || e.at.Before(last.at) || !in(e) || !e.is(q.Steps[len(chain)]) {
				continue
			}
			if q.Order == engine.OrderOrdered && stopped(last.at, e.at) {
				continue
			}
			follow(append(slices.Clone(chain), x))
		}
	}
	follow([]int{i})
	return best
}
