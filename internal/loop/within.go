package loop

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Within returns the book as it is read by those who see some rows of the record
// (ops.RowsIn of the context): of what users wrote there is what is about these rows
// alone. For all others, and for writing, it is the book itself. keys are the names
// that mean others, now.
func (b Book) Within(keys func() ops.Keys) Book {
	if b.Tries != nil {
		b.every, b.Tries = b.Tries, triesWithin{b.Tries, keys}
	}
	if b.Notes != nil {
		b.Notes = notesWithin{b.Notes, keys}
	}
	if b.Plans != nil {
		b.Plans = plansWithin{b.Plans, keys}
	}
	if b.Alerts != nil {
		b.Alerts = alertsWithin{b.Alerts, keys}
	}
	return b
}

// seen reports whether all that a scope is of is seen by who asks.
func seen(ctx context.Context, keys func() ops.Keys, scope string) bool {
	rule := ops.RowsIn(ctx)
	if !rule.Narrows() {
		return true
	}
	filter, err := keys().Scope(scope)
	return err == nil && rule.Holds(filter)
}

// keep returns of a list what is seen. The list itself stays.
func keep[T any](ctx context.Context, list []T, sees func(T) bool) []T {
	if !ops.RowsIn(ctx).Narrows() {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return !sees(x) })
}

type triesWithin struct {
	Tries
	keys func() ops.Keys
}

// sees reports whether what a try touches, is measured on and compared with is seen.
// A split try is not: who is in its parts was drawn from all members.
func (x triesWithin) sees(ctx context.Context) func(ops.Try) bool {
	return func(t ops.Try) bool {
		also := func(scope string) bool { return scope == "" || seen(ctx, x.keys, scope) }
		return seen(ctx, x.keys, t.Scope) && t.MeasuredOn != ops.MeasuredOnAll && also(t.MeasuredOn) && also(t.Control) && !t.Split.On()
	}
}

func (x triesWithin) All(ctx context.Context) ([]ops.Try, error) {
	all, err := x.Tries.All(ctx)
	return keep(ctx, all, x.sees(ctx)), err
}

func (x triesWithin) Versions(ctx context.Context, id int64) ([]ops.Try, error) {
	all, err := x.Tries.Versions(ctx, id)
	if err != nil || len(all) == 0 || !ops.RowsIn(ctx).Narrows() {
		return all, err
	}
	if !x.sees(ctx)(all[len(all)-1]) {
		return nil, nil
	}
	return keep(ctx, all, x.sees(ctx)), nil
}

type notesWithin struct {
	Notes
	keys func() ops.Keys
}

func (x notesWithin) In(ctx context.Context, r ops.Range) ([]ops.Note, error) {
	all, err := x.Notes.In(ctx, r)
	return keep(ctx, all, func(n ops.Note) bool { return seen(ctx, x.keys, n.Scope) }), err
}

type plansWithin struct {
	Plans
	keys func() ops.Keys
}

func (x plansWithin) Targets(ctx context.Context) ([]ops.Target, error) {
	all, err := x.Plans.Targets(ctx)
	all = keep(ctx, all, func(t ops.Target) bool { return seen(ctx, x.keys, t.Scope) })
	if ops.RowsIn(ctx).Narrows() {
		for i := range all {
			all[i] = x.apart(ctx, all[i])
		}
	}
	return all, err
}

func (x plansWithin) Revisions(ctx context.Context) ([]ops.TargetRevision, error) {
	all, err := x.Plans.Revisions(ctx)
	all = keep(ctx, all, func(r ops.TargetRevision) bool { return seen(ctx, x.keys, r.Scope) })
	if ops.RowsIn(ctx).Narrows() {
		for i := range all {
			all[i].Target = x.apart(ctx, all[i].Target)
		}
	}
	return all, err
}

// apart returns a target that does not name targets which are not seen.
func (x plansWithin) apart(ctx context.Context, t ops.Target) ops.Target {
	for _, other := range []*string{&t.Parent, &t.Replaces} {
		if *other != "" && !seen(ctx, x.keys, scopeOfKey(*other)) {
			*other = ""
		}
	}
	return t
}

// scopeOfKey returns the scope in the key of a target: what stands between its metric
// and its days.
func scopeOfKey(key string) string {
	parts := strings.Split(key, "|")
	if len(parts) < 4 {
		return ""
	}
	return strings.Join(parts[1:len(parts)-2], "|")
}

type alertsWithin struct {
	Alerts
	keys func() ops.Keys
}

func (x alertsWithin) All(ctx context.Context) ([]ops.Alert, error) {
	all, err := x.Alerts.All(ctx)
	return keep(ctx, all, func(a ops.Alert) bool { return seen(ctx, x.keys, a.Scope) }), err
}

func (x alertsWithin) One(ctx context.Context, id int64) (ops.Alert, bool, error) {
	a, ok, err := x.Alerts.One(ctx, id)
	if err != nil || !ok || !seen(ctx, x.keys, a.Scope) {
		return ops.Alert{}, false, err
	}
	return a, true, nil
}

func (x alertsWithin) Firings(ctx context.Context, alert int64, limit int) ([]ops.Firing, error) {
	if !ops.RowsIn(ctx).Narrows() {
		return x.Alerts.Firings(ctx, alert, limit)
	}
	alerts, err := x.All(ctx)
	if err != nil {
		return nil, err
	}
	var out []ops.Firing
	for _, a := range alerts {
		if alert != 0 && a.ID != alert {
			continue
		}
		list, err := x.Alerts.Firings(ctx, a.ID, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.SortStableFunc(out, func(a, b ops.Firing) int { return b.At.Compare(a.At) })
	return out[:min(len(out), limit)], nil
}

// Open counts as the book does, of alerts that are seen.
func (x alertsWithin) Open(ctx context.Context, today ops.Day) (int, error) {
	if !ops.RowsIn(ctx).Narrows() {
		return x.Alerts.Open(ctx, today)
	}
	alerts, err := x.All(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, a := range alerts {
		if a.Paused || a.Snoozed > today {
			continue
		}
		list, err := x.Alerts.Firings(ctx, a.ID, mostWaiting)
		if err != nil {
			return 0, err
		}
		if slices.ContainsFunc(list, func(f ops.Firing) bool { return f.Acknowledged.IsZero() && f.Recovered.IsZero() }) {
			n++
		}
	}
	return n, nil
}

// mostWaiting is how many firings of an alert are looked at for one that waits.
const mostWaiting = 1000
