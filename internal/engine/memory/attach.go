package memory

import (
	"context"
	"slices"
	"sync/atomic"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Attach implements engine.Buyers. Cost: a look at the events of everybody who joined in the
// range, and two at the orders from then on.
func (s *snapshot) Attach(ctx context.Context, q engine.AttachQuery) (*engine.Attach, error) {
	a, err := s.newAttach(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &engine.Attach{Young: int(a.young.Load()), Gone: int(a.gone.Load())}
	rows := make([]engine.AttachRow, len(a.values))
	for i, m := range a.bought {
		if m.had {
			out.Had++
			continue
		}
		add := func(row *engine.AttachRow) {
			row.Members++
			row.Attached += oneIf(a.bought[i].attached)
		}
		if len(m.early) == 0 {
			add(&out.Nothing)
		}
		for _, value := range m.early {
			add(&rows[value])
		}
	}
	for i, row := range rows {
		if row.Value = a.values[i]; row.Members > 0 {
			out.Rows = append(out.Rows, row)
		}
	}
	slices.SortFunc(out.Rows, func(a, b engine.AttachRow) int { return compareText(a.Value, b.Value) })
	return out, nil
}

// attach is an AttachQuery made ready.
type attach struct {
	query       engine.AttachQuery
	list        *joinedList
	young, gone atomic.Int64
	values      []string // of By
	bought      []boughtBy
}

// boughtBy is what a member bought: values of By by the landmark; the target by then, or after it.
type boughtBy struct {
	early         []int32
	had, attached bool
}

func (s *snapshot) newAttach(ctx context.Context, q engine.AttachQuery) (_ *attach, err error) {
	m := s.memberData
	a := &attach{}
	if a.query, err = q.Resolve(); err != nil {
		return nil, err
	}
	q = a.query
	active, err := m.activity(q.Active)
	if err != nil {
		return nil, err
	}
	filter, err := m.conditions(q.Filter)
	if err != nil {
		return nil, err
	}
	a.list, err = joinersWho(ctx, m, q.Range, filter, func(j *joinedMember, times []int64, kinds []uint32) bool {
		if j.day+ops.Day(q.Landmark+q.Within) > q.Through {
			a.young.Add(1)
			return false
		}
		mark := j.day + ops.Day(q.Landmark)
		for i, k := range kinds {
			if d := m.log.clock.day(times[i]); d > mark-engine.LandmarkActive && d <= mark && active.match(j.member, k) {
				return true
			}
		}
		a.gone.Add(1)
		return false
	})
	if err != nil {
		return nil, err
	}
	a.bought = make([]boughtBy, len(a.list.joined))
	early, err := s.ordersOf([]string{q.By})
	if err != nil {
		return nil, err
	}
	err = s.eachOrder(ctx, a.list, q.Landmark, q.Through, early, func(place, _ int, _ *segment, h hit) {
		if b := &a.bought[place]; !slices.Contains(b.early, h.group) {
			b.early = append(b.early, h.group)
		}
	})
	if err != nil {
		return nil, err
	}
	for _, key := range early.groups.keys {
		a.values = append(a.values, s.dimensions[q.By].text(key[0]))
	}
	target, err := s.ordersOf(nil, q.Target)
	if err != nil {
		return nil, err
	}
	return a, s.eachOrder(ctx, a.list, q.Landmark+q.Within, q.Through, target, func(place, age int, _ *segment, _ hit) {
		if age <= q.Landmark {
			a.bought[place].had = true
		} else {
			a.bought[place].attached = true
		}
	})
}

// attachPeople adds the members of one row.
func (s *snapshot) attachPeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	a, err := s.newAttach(ctx, *q.Attach)
	if err != nil {
		return err
	}
	for i, b := range a.bought {
		is := !b.had
		switch q.Kind {
		case "nothing", "nothing_attached":
			is = is && len(b.early) == 0
		default:
			is = is && slices.ContainsFunc(b.early, func(v int32) bool { return ops.Fold(a.values[v]) == ops.Fold(q.Group) })
		}
		if is && (b.attached || q.Kind == "nothing" || q.Kind == "bought") {
			set.add(a.list.joined[i].member)
		}
	}
	return nil
}
