// Package ledger tells how figures that were published differ from what the record says
// now, and which imports made the difference (SPEC-LOOP §15): it replays what changed the
// record since, in order; the share of each is the figure after it less the figure before.
package ledger

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Record tells what changed and how it was.
type Record interface {
	// Changes returns what changed the record after a version, in order.
	Changes(ctx context.Context, after int64) ([]ops.RecordChange, error)
	// Of returns the figures of the rows that a rule lets through, as they were.
	Of(ctx context.Context, at time.Time, rule ops.RowRule) (engine.Snapshot, error)
}

// Ledger holds published figures against the record.
type Ledger struct {
	record Record

	mu   sync.Mutex
	past map[point]ops.Value
}

// New returns the ledger of a record.
func New(record Record) *Ledger { return &Ledger{record: record, past: map[point]ops.Value{}} }

// point is a figure at a moment that is past. What it was stays.
type point struct {
	at            int64 // microseconds
	metric, scope string
	days          ops.Range
	definitions   string
}

// maxPoints bounds the figures of the past that are remembered.
const maxPoints = 100_000

// maxMoments bounds the moments of the past that are built for one question.
const maxMoments = 24

// Restated is a published figure and what became of it.
type Restated struct {
	ops.Published
	Metric     *ops.Metric // nil: it is no longer defined
	Now        ops.Value
	Difference ops.Value  // now − then, rounded as figures of the metric are kept: money to the minor unit
	Parts      []Part     // in order; they add up to Difference
	Why        *ops.Error // nobody can say which imports made the difference
}

// Changed reports whether the figure is another one now, or nobody can say what it is.
func (r Restated) Changed() bool { return r.Difference.State != ops.Known || r.Difference.Number != 0 }

// Size is by which share of itself the published figure changed; it is +Inf or −Inf for
// one that was 0, and 0 where that is not known.
func (r Restated) Size() float64 {
	if !r.Changed() || r.Difference.State != ops.Known {
		return 0
	}
	return ops.Restatement{Before: r.Value, After: r.Value + r.Difference.Number}.Size()
}

// Cause says what made a part of a difference.
type Cause string

// The causes.
const (
	Import     Cause = "import"
	Undo       Cause = "undo"
	Definition Cause = "definition" // the metric means something else now
	Other      Cause = "other"      // names, rules, check-ins that came late, what was said of sources
)

// Part is what one import, or something else, made of a difference.
type Part struct {
	Cause   Cause
	Batch   int64   // of an import or its undo
	With    []int64 // imports that came or were undone at the very same moment: nobody can tell them apart
	File    string
	By      string // who brought it, or undid it
	At      time.Time
	Share   float64 // in the unit of the metric
	Unknown bool    // the figure was not known from then on
}

// asked is a published figure while its difference is worked out.
type asked struct {
	out    *Restated
	steps  []step
	others bool // something changed the record that was no import
	base   time.Time
	points []time.Time // moments whose figures are needed
}

// step is a moment at which imports came or were undone.
type step struct {
	at      time.Time
	changes []ops.RecordChange
}

// Restated holds published figures against the newest ones, in their order. Where too many
// moments would have to be built, the figures say how they differ and why not by what.
func (l *Ledger) Restated(ctx context.Context, d analysis.Data, list []ops.Published) ([]Restated, error) {
	out := make([]Restated, len(list))
	if len(list) == 0 {
		return out, nil
	}
	first := slices.MinFunc(list, func(a, b ops.Published) int { return cmp.Compare(a.Record, b.Record) })
	changes, err := l.record.Changes(ctx, first.Record)
	if err != nil {
		return nil, err
	}
	changes = slices.DeleteFunc(changes, func(c ops.RecordChange) bool { return c.Version > d.Snapshot.Version() })
	var all []*asked
	for i, p := range list {
		out[i].Published = p
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := &asked{out: &out[i]}
		if err := a.now(ctx, d); err != nil {
			return nil, err
		}
		if out[i].Metric == nil {
			continue
		}
		a.find(d, changes)
		all = append(all, a)
	}
	if err := l.build(ctx, d, all); err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.out.Why == nil {
			l.split(d, a)
		}
	}
	return out, nil
}

// now asks what the figure is by now.
func (a *asked) now(ctx context.Context, d analysis.Data) error {
	m, ok := d.Catalog.Metric(a.out.Published.Metric)
	unknown := ops.Value{State: ops.NotApplicable}
	a.out.Now, a.out.Difference = unknown, unknown
	if !ok {
		return nil
	}
	a.out.Metric = m
	v, err := value(ctx, d, m, a.out.Published)
	if err != nil {
		return err
	}
	if a.out.Now = v; v.State == ops.Known {
		u := unitsOf(d, m)
		a.out.Difference = ops.Value{Number: u.number(u.of(v.Number) - u.of(a.out.Value))}
	}
	return nil
}

// value is a published figure in other data. One that has no answer in its scope there is
// not applicable.
func value(ctx context.Context, d analysis.Data, m *ops.Metric, p ops.Published) (ops.Value, error) {
	filter, err := d.Snapshot.Keys().Scope(p.Scope)
	if err != nil {
		return ops.Value{State: ops.NotApplicable}, nil
	}
	v, err := d.Value(ctx, m, filter, p.Days)
	if ops.CodeOf(err) == "no_breakdown" {
		return ops.Value{State: ops.NotApplicable}, nil
	}
	return v, err
}

// find picks what may have changed the figure since it was published, and the moments that
// have to be looked at.
func (a *asked) find(d analysis.Data, changes []ops.RecordChange) {
	p := a.out.Published
	reads := []string{"members", "rates"}
	for _, name := range analysis.Measures(a.out.Metric) {
		reads = append(reads, d.Catalog.Measures[name].Record)
	}
	place := map[int64]int{} // of a step, by its moment
	for _, c := range changes {
		if c.Version <= p.Record || !slices.Contains(reads, c.Record) || c.Days.Len() > 0 && c.Days.From >= p.Days.To {
			continue
		}
		if c.Batch == 0 || c.At.IsZero() {
			a.others = true
			continue
		}
		i, ok := place[c.At.UnixNano()]
		if !ok {
			i = len(a.steps)
			place[c.At.UnixNano()] = i
			a.steps = append(a.steps, step{at: c.At})
		}
		a.steps[i].changes = append(a.steps[i].changes, c)
	}
	slices.SortStableFunc(a.steps, func(x, y step) int { return x.at.Compare(y.at) })
	a.base = p.At
	if len(a.steps) > 0 && !a.steps[0].at.After(a.base) { // it came between what was read and what was published
		a.base = justBefore(a.steps[0].at)
	}
	if p.Definitions != d.Catalog.Digest {
		a.points = append(a.points, a.base)
	}
	for _, s := range a.steps {
		if a.others {
			a.points = append(a.points, justBefore(s.at))
		}
		a.points = append(a.points, s.at)
	}
}

func justBefore(at time.Time) time.Time { return at.Add(-time.Microsecond) }

func (a *asked) point(d analysis.Data, at time.Time) point {
	p := a.out.Published
	return point{at.UnixMicro(), p.Metric, p.Scope, p.Days, d.Catalog.Digest}
}

// build works out the figures of the moments that are needed and not remembered.
func (l *Ledger) build(ctx context.Context, d analysis.Data, all []*asked) error {
	wanted := map[int64][]*asked{}
	for _, a := range all {
		for _, at := range a.points {
			if _, ok := l.known(a.point(d, at)); !ok {
				wanted[at.UnixMicro()] = append(wanted[at.UnixMicro()], a)
			}
		}
	}
	moments := slices.Sorted(maps.Keys(wanted))
	if len(moments) > maxMoments {
		why := tooMany(len(moments))
		for _, list := range wanted {
			for _, a := range list {
				a.out.Why = why
			}
		}
		return nil
	}
	for _, micro := range moments {
		at := time.UnixMicro(micro)
		snapshot, err := l.record.Of(ctx, at, ops.RowRule{})
		if told, ok := errors.AsType[*ops.Error](err); ok && told.Code == "past_too_large" {
			for _, a := range wanted[micro] {
				a.out.Why = told
			}
			continue
		}
		if err != nil {
			return err
		}
		then := d
		then.Snapshot = analysis.Shared(snapshot)
		then.Catalog = d.Catalog.With(snapshot.Keys())
		for _, a := range wanted[micro] {
			v, err := value(ctx, then, a.out.Metric, a.out.Published)
			if err != nil {
				return err
			}
			l.remember(a.point(d, at), v)
		}
	}
	return nil
}

func tooMany(n int) *ops.Error {
	return &ops.Error{Code: "answer_too_large", Message: "The record would have to be built anew for too many moments to say which imports made the difference.",
		Hint: "Ask for fewer figures, or for later ones.", Args: []any{n}}
}

func (l *Ledger) known(p point) (ops.Value, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	v, ok := l.past[p]
	return v, ok
}

func (l *Ledger) remember(p point, v ops.Value) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.past) >= maxPoints {
		clear(l.past)
	}
	l.past[p] = v
}
