package lookout

import (
	"context"
	"log/slog"
	"math"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Restatements keeps which known figures imports changed.
type Restatements interface {
	// Imports returns the imports of files that came or were undone after a version
	// of the record, up to another one, the first one first.
	Imports(ctx context.Context, after, through int64) ([]ops.ImportChange, error)
	Add(ctx context.Context, found []ops.Restatement) error
	// Of returns the restatements of an import itself, not of its undo.
	Of(ctx context.Context, batch int64) ([]ops.Restatement, error)
}

// Restater writes down which figures that had been known an import, or the undo of
// one, changed by more than a tenth. It holds each new snapshot against the one
// before; what changes while no server runs it does not see.
type Restater struct {
	Data func() analysis.Data // the newest
	Keep Restatements
	Log  *slog.Logger

	last analysis.Data // that was looked at
}

// restateEvery is how soon new data is held against the old.
const restateEvery = time.Second

// restateTimeout bounds one comparison.
const restateTimeout = time.Minute

// Run looks at once and every second, until ctx ends.
func (r *Restater) Run(ctx context.Context) {
	tick := time.NewTicker(restateEvery)
	defer tick.Stop()
	for {
		if err := r.Pass(ctx); err != nil && ctx.Err() == nil {
			r.Log.ErrorContext(ctx, "figures that imports changed were not written down", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Begin remembers the data of now as that of the last pass.
func (r *Restater) Begin() { r.last = r.Data() }

// Pass holds the newest data against that of the last pass. What fails is not tried again: the old data is gone.
func (r *Restater) Pass(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, restateTimeout)
	defer cancel()
	old, now := r.last, r.Data()
	if old.Snapshot.Version() == now.Snapshot.Version() {
		return nil
	}
	r.last = now
	old.Catalog = now.Catalog // what a metric means may have changed, too; that is no restatement
	imports, err := r.Keep.Imports(ctx, old.Snapshot.Version(), now.Snapshot.Version())
	if err != nil || len(imports) == 0 {
		return err
	}
	c := comparing{old: old, now: now, imports: imports}
	for _, m := range now.Catalog.Metrics {
		if err := c.metric(ctx, m); err != nil {
			return err
		}
	}
	found, err := r.unsaid(ctx, c.found)
	if err != nil {
		return err
	}
	return r.Keep.Add(ctx, found)
}

// unsaid leaves out what an undo takes back of what its import restated.
func (r *Restater) unsaid(ctx context.Context, found []ops.Restatement) ([]ops.Restatement, error) {
	own := map[int64][]ops.Restatement{}
	out := found[:0:0]
	for _, x := range found {
		if !x.Undo {
			out = append(out, x)
			continue
		}
		said, ok := own[x.Batch]
		if !ok {
			var err error
			if said, err = r.Keep.Of(ctx, x.Batch); err != nil {
				return nil, err
			}
			own[x.Batch] = said
		}
		back := false
		for _, s := range said {
			back = back || s.Metric == x.Metric && s.Days.And(x.Days).Len() > 0
		}
		if !back {
			out = append(out, x)
		}
	}
	return out, nil
}

// comparing holds two snapshots against each other.
type comparing struct {
	old, now analysis.Data
	imports  []ops.ImportChange
	found    []ops.Restatement
}

// metric finds the days of an additive metric that imports restated: known in both
// snapshots, and more than a tenth apart.
func (c *comparing) metric(ctx context.Context, m *ops.Metric) error {
	if !c.now.Additive(m) || !c.touched(m) {
		return nil
	}
	before, err := c.old.Daily(ctx, m, nil)
	if err != nil {
		return err
	}
	after, err := c.now.Daily(ctx, m, nil)
	if err != nil {
		return err
	}
	days := before.Days.And(after.Days)
	for d := days.From; d < days.To; d++ {
		plus, minus, known := before.Known(d)
		plus2, minus2, still := after.Known(d)
		if !known || !still || !ops.Restates(plus-minus, plus2-minus2) {
			continue
		}
		if x, ok := c.of(m, d); ok {
			c.add(ops.Restatement{Batch: x.Batch, Undo: x.Undo, Metric: m.Name, Days: ops.Range{From: d, To: d + 1}, Day: d,
				Before: plus - minus, After: plus2 - minus2})
		}
	}
	return nil
}

// touched reports whether an import changed a record that a metric is made of.
func (c *comparing) touched(m *ops.Metric) bool {
	for _, x := range c.imports {
		if c.made(m, x.Record) {
			return true
		}
	}
	return false
}

func (c *comparing) made(m *ops.Metric, record string) bool {
	for _, t := range m.Num {
		if c.now.Catalog.Measures[t.Measure].Record == record {
			return true
		}
	}
	return false
}

// of returns the last import that changed a day of a metric.
func (c *comparing) of(m *ops.Metric, d ops.Day) (out ops.ImportChange, ok bool) {
	for _, x := range c.imports {
		if x.Days.Has(d) && c.made(m, x.Record) {
			out, ok = x, true
		}
	}
	return out, ok
}

// add joins a day to the run of days before it.
func (c *comparing) add(x ops.Restatement) {
	if n := len(c.found); n > 0 {
		last := &c.found[n-1]
		if last.Batch == x.Batch && last.Undo == x.Undo && last.Metric == x.Metric && last.Days.To == x.Days.From {
			last.Days.To++
			if math.Abs(x.Size()) > math.Abs(last.Size()) {
				last.Day, last.Before, last.After = x.Day, x.Before, x.After
			}
			return
		}
	}
	c.found = append(c.found, x)
}
