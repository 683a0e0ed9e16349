package reference

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Buyers is Members with all their orders.
type Buyers struct {
	*Members
	*Engine
	orders []*row
}

var _ engine.Buyers = (*Buyers)(nil)

// LoadBuyers reads all members, events and orders of a source.
func LoadBuyers(ctx context.Context, source engine.Source, calendar ops.Calendar, currency string) (*Buyers, error) {
	members, err := LoadMembers(ctx, source, calendar)
	if err != nil {
		return nil, err
	}
	b := &Buyers{Members: members, Engine: &Engine{Source: source, Calendar: calendar, Currency: currency}}
	record, _ := ops.RecordNamed("orders")
	b.orders, err = b.Engine.rows(ctx, record)
	return b, err
}

// People implements engine.Members.
func (b *Buyers) People(ctx context.Context, q engine.PeopleQuery) (*engine.People, error) {
	var is func(*member) bool
	var err error
	switch {
	case q.Earned != nil:
		is, err = b.earnedChooser(q)
	case q.Attach != nil:
		is, err = b.attachChooser(q)
	default:
		return b.Members.People(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	if q, err = q.Resolve(); err != nil {
		return nil, err
	}
	return b.picked(q, func(m *member) int { return one(is(m)) }), nil
}

// joining returns the day of a member's join and what stands for it where its attributes are asked
// for.
func (r *Members) joining(m *member) (event, bool) {
	if m.joined != nil {
		return event{of: m, day: r.calendar.Day(*m.joined)}, true
	}
	return earliest(m.matching(engine.Activity{Event: "join"}))
}

// ordersOf returns a member's orders of the days from join on up to last days later and the
// watermark.
func (b *Buyers) ordersOf(m *member, join ops.Day, last int, through ops.Day) []*row {
	var out []*row
	for _, o := range b.orders {
		if m.id != "" && o.member == m.id && o.day >= join && o.day <= join+ops.Day(last) && o.day <= through {
			out = append(out, o)
		}
	}
	return out
}

// meets reports whether an order meets all filters.
func (r *row) meets(filters []ops.Filter) bool {
	for _, f := range filters {
		in := slices.ContainsFunc(f.Values, func(v string) bool { return ops.Fold(v) == ops.Fold(r.dims[f.Dimension]) })
		if in == f.Not {
			return false
		}
	}
	return true
}

// touchesOf returns the channels of a member's touches.
func touchesOf(m *member, join ops.Day) []string {
	var out []string
	before := m.events
	for i, e := range m.events {
		if e.name == "join" && e.day == join {
			// Touches of the same instant as the join still count.
			before = slices.DeleteFunc(slices.Clone(m.events), func(x event) bool { return x.at.After(m.events[i].at) })
			break
		}
	}
	for _, e := range before {
		if e.channel != "" && e.name != "join" && e.day >= join-30 && e.day <= join {
			out = append(out, e.channel)
		}
	}
	return out
}

// credits returns whom a member is credited to, and whether it has a touch.
func credits(q engine.EarnedQuery, e event) (to []string, touched bool) {
	touches := touchesOf(e.of, e.day)
	switch touched = len(touches) > 0; {
	case q.By == "":
		return []string{""}, touched
	case q.Credit == engine.CreditJoin || !touched:
		return []string{e.value(q.By)}, touched
	case q.Credit == engine.CreditFirst:
		return touches[:1], true
	case q.Credit == engine.CreditLast:
		return touches[len(touches)-1:], true
	}
	return touches, true
}

// dealt deals total out to n, one unit after the other.
func dealt(total int64, n int) []int64 {
	out := make([]int64, n)
	step := int64(1)
	if total < 0 {
		step, total = -1, -total
	}
	each := total / int64(n)
	for i := range out {
		out[i] = step * each
	}
	for i := range int(total - each*int64(n)) {
		out[i] += step
	}
	return out
}

// Earned implements engine.Buyers.
func (b *Buyers) Earned(_ context.Context, q engine.EarnedQuery) (*engine.Earned, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if q.By != "" {
		if err := b.checkDimension(q.By); err != nil {
			return nil, err
		}
	}
	if err := b.check(q.Filter); err != nil {
		return nil, err
	}
	out := &engine.Earned{}
	groups := map[string]*engine.EarnedGroup{}
	for _, m := range b.members {
		e, ok := b.joining(m)
		if !ok || !q.Range.Has(e.day) || !e.keeps(q.Filter) {
			continue
		}
		to, touched := credits(q, e)
		out.Joined++
		out.Touched += one(touched)
		for i, parts := range dealt(engine.MemberParts, len(to)) {
			g := groups[to[i]]
			if g == nil {
				g = &engine.EarnedGroup{Group: to[i]}
				for range q.Days {
					g.At = append(g.At, engine.EarnedAt{Sums: make([]engine.Cell, len(q.Measures))})
				}
				groups[to[i]] = g
			}
			again := slices.Contains(to[:i], to[i])
			g.Parts += parts
			g.Members += one(!again)
			for d, n := range q.Days {
				if e.day+ops.Day(n) > q.Through {
					continue
				}
				at, orders := &g.At[d], b.ordersOf(m, e.day, n, q.Through)
				at.Parts += parts
				at.Members += one(!again)
				at.Buyers += one(!again && len(orders) > 0)
				for k, measure := range q.Measures {
					for _, o := range orders {
						if !o.meets(slices.Concat(measure.Where, measure.Within)) {
							continue
						}
						c := &counter{measure: measure}
						cell := c.sum([]*row{o}, 0)
						at.Sums[k] = at.Sums[k].Plus(engine.Cell{Sum: dealt(cell.Sum, len(to))[i], Rest: dealt(cell.Rest, len(to))[i],
							Rows: cell.Rows, Unknown: cell.Unknown})
					}
				}
			}
		}
	}
	var names []string
	for name := range groups {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out.Groups = append(out.Groups, *groups[name])
	}
	return out, nil
}

// earnedChooser returns who is credited to a group.
func (b *Buyers) earnedChooser(q engine.PeopleQuery) (func(*member) bool, error) {
	v, err := q.Earned.Resolve()
	if err != nil {
		return nil, err
	}
	return func(m *member) bool {
		e, ok := b.joining(m)
		if !ok || !v.Range.Has(e.day) || !e.keeps(v.Filter) || e.day+ops.Day(q.Step) > v.Through {
			return false
		}
		to, _ := credits(v, e)
		return (v.By == "" || slices.Contains(to, q.Group)) && (q.Kind == "joined" || len(b.ordersOf(m, e.day, q.Step, v.Through)) > 0)
	}, nil
}

// buying is what one member bought, seen from its landmark.
type buying struct {
	young, gone, had, attached bool
	early                      []string
}

func (b *Buyers) buying(q engine.AttachQuery, m *member) (out buying, ok bool) {
	e, ok := b.joining(m)
	if !ok || !q.Range.Has(e.day) || !e.keeps(q.Filter) {
		return out, false
	}
	mark := e.day + ops.Day(q.Landmark)
	out.young = mark+ops.Day(q.Within) > q.Through
	out.gone = !anyDay(days(m.matching(q.Active)), ops.Range{From: mark - 6, To: mark + 1})
	for _, o := range b.ordersOf(m, e.day, q.Landmark+q.Within, q.Through) {
		value := o.dims[q.By]
		switch {
		case o.day > mark:
			out.attached = out.attached || o.meets(q.Target)
			continue
		case o.meets(q.Target):
			out.had = true
		}
		if !slices.Contains(out.early, value) {
			out.early = append(out.early, value)
		}
	}
	return out, true
}

// Attach implements engine.Buyers.
func (b *Buyers) Attach(_ context.Context, q engine.AttachQuery) (*engine.Attach, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if err := b.check(q.Filter, q.Active); err != nil {
		return nil, err
	}
	out := &engine.Attach{}
	for _, m := range b.members {
		x, ok := b.buying(q, m)
		switch {
		case !ok:
		case x.young:
			out.Young++
		case x.gone:
			out.Gone++
		case x.had:
			out.Had++
		case len(x.early) == 0:
			out.Nothing.Members++
			out.Nothing.Attached += one(x.attached)
		default:
			for _, value := range x.early {
				i := slices.IndexFunc(out.Rows, func(r engine.AttachRow) bool { return r.Value >= value })
				if i < 0 {
					i = len(out.Rows)
				}
				if i == len(out.Rows) || out.Rows[i].Value != value {
					out.Rows = slices.Insert(out.Rows, i, engine.AttachRow{Value: value})
				}
				out.Rows[i].Members++
				out.Rows[i].Attached += one(x.attached)
			}
		}
	}
	return out, nil
}

// attachChooser returns who is in a row.
func (b *Buyers) attachChooser(q engine.PeopleQuery) (func(*member) bool, error) {
	v, err := q.Attach.Resolve()
	if err != nil {
		return nil, err
	}
	return func(m *member) bool {
		x, ok := b.buying(v, m)
		if !ok || x.young || x.gone || x.had {
			return false
		}
		is := len(x.early) == 0
		if q.Kind == "bought" || q.Kind == "bought_attached" {
			is = slices.Contains(x.early, q.Group)
		}
		return is && (x.attached || q.Kind == "nothing" || q.Kind == "bought")
	}, nil
}
