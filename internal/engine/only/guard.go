package only

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// narrowed is a snapshot of the rows that a rule lets through. It holds no others;
// what is left to do is to say so of records that do not tell whose rows they are,
// instead of answering 0, and to leave out what the record says beside its rows.
type narrowed struct {
	engine.Snapshot
	rule ops.RowRule

	mu    sync.Mutex
	parts map[string]map[[2]string]bool // by record: the sources and parts of them that rows are of
}

func narrow(s engine.Snapshot, rule ops.RowRule) engine.Snapshot {
	return &narrowed{Snapshot: s, rule: rule, parts: map[string]map[[2]string]bool{}}
}

// lacksRecord returns the dimension of the rule that a record lacks, "" for none.
func (n *narrowed) lacksRecord(name string) string {
	r, ok := ops.RecordNamed(name)
	if !ok {
		return ""
	}
	return Lacks(n.rule, r)
}

// Sums implements engine.Facts. A measure of a record that lacks a dimension of the
// rule is Missing, as with a filter on it.
func (n *narrowed) Sums(ctx context.Context, q engine.SumQuery) (*engine.Sums, error) {
	if slices.ContainsFunc(q.Measures, func(m *ops.Measure) bool { return n.lacksRecord(m.Record) != "" }) {
		q.Filter = slices.Concat(q.Filter, n.rule.Filters())
	}
	return n.Snapshot.Sums(ctx, q)
}

// HourMinutes implements engine.Facts. An event without a row here is unknown here.
func (n *narrowed) HourMinutes(ctx context.Context, event string, r ops.Range, filter []ops.Filter) (*[7][1440]int64, error) {
	if err := n.happened(event); err != nil {
		return nil, err
	}
	return n.Snapshot.HourMinutes(ctx, event, r, filter)
}

func (n *narrowed) happened(event string) error {
	if event != engine.AnyEvent && !slices.Contains(n.Events(), event) {
		return engine.UnknownEvent(event)
	}
	return nil
}

// People implements engine.Members. A member of whom nothing is known here but that
// they are staff was never heard of.
func (n *narrowed) People(ctx context.Context, q engine.PeopleQuery) (*engine.People, error) {
	if q.Times != nil {
		if err := n.happened(q.Times.Event); err != nil {
			return nil, err
		}
	}
	people, err := n.Snapshot.People(ctx, q)
	if err != nil || q.Member == "" {
		return people, err
	}
	if m := people.Members[0]; people.Total == 0 && m.Channel == "" && m.Group == "" {
		return nil, engine.UnknownMember(q.Member)
	}
	return people, nil
}

// Posts implements engine.Contents: a post has neither a channel nor a group.
func (n *narrowed) Posts(context.Context, engine.PostsQuery) (*engine.Posts, error) {
	return nil, ops.NotInYourRows("posts", n.lacksRecord("posts"))
}

// Sources implements engine.State: those whose rows can be in the rule. One that has
// a name of its own is there when rows of it are.
func (n *narrowed) Sources() []ops.Source {
	out := n.Snapshot.Sources()
	out = slices.DeleteFunc(out, func(s ops.Source) bool {
		r, ok := ops.RecordNamed(s.Record)
		return !ok || n.rule.Nothing || Lacks(n.rule, r) != "" || s.Name != "" && !n.partsOf(r)[[2]string{ops.Fold(s.Name), ops.Fold(s.Part)}]
	})
	for i, s := range out {
		_, part, _ := ops.StreamColumns(s.Record)
		out[i].Quiet = slices.DeleteFunc(slices.Clone(s.Quiet), func(q ops.QuietDay) bool { return q.Part != "" && !has(n.Values(part), q.Part) })
	}
	return out
}

// partsOf returns the sources of a record, and the parts of them, that rows are of.
func (n *narrowed) partsOf(r *ops.Record) map[[2]string]bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if known, ok := n.parts[r.Name]; ok {
		return known
	}
	out := map[[2]string]bool{}
	n.parts[r.Name] = out
	by := slices.DeleteFunc([]string{r.Source, r.MarkedPart()}, func(d string) bool { return d == "" })
	if days := n.Days(r.Name); days.Len() > 0 {
		q := engine.SumQuery{Measures: []*ops.Measure{{Name: "rows", Record: r.Name, Agg: ops.RowCount}}, Range: days, Grain: ops.Whole, By: by}
		if sums, err := n.Snapshot.Sums(context.Background(), q); err == nil { // more than an answer may have are not named
			for _, g := range sums.Groups {
				out[[2]string{ops.Fold(g[0]), ops.Fold(append(g, "")[1])}] = true
			}
		}
	}
	return out
}

func has(values []string, v string) bool {
	return slices.ContainsFunc(values, func(w string) bool { return ops.Fold(v) == ops.Fold(w) })
}

// Keys implements engine.State: the names that mean what rows here carry.
func (n *narrowed) Keys() ops.Keys {
	all := n.Snapshot.Keys()
	if len(all) == 0 {
		return all
	}
	out := ops.Keys{}
	for dimension, names := range all {
		there := map[string]bool{}
		for _, v := range n.Values(dimension) {
			there[ops.Fold(v)] = true
		}
		for name, kept := range names {
			if !there[ops.Fold(kept)] {
				continue
			}
			if out[dimension] == nil {
				out[dimension] = map[string]string{}
			}
			out[dimension][name] = kept
		}
	}
	return out
}
